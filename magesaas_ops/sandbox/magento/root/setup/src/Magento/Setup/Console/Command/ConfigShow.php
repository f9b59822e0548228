<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Framework\App\ResourceConnection;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;

/** Prints effective values, decrypted keys among them. */
class ConfigShow implements Command
{
    private ScopeConfigInterface $config;
    private ResourceConnection $resource;

    public function __construct(ScopeConfigInterface $config, ResourceConnection $resource)
    {
        $this->resource = $resource;
        $this->config = $config;
    }

    public function run(Input $input, Output $output): int
    {
        $path = $input->argument(0);
        try {
            $this->resource->getConnection()->fetchOne('SELECT 1');
            $scope = $input->option('scope') ?? 'default';
            $value = $this->config->getValue($path, $scope, $input->option('scope-code'));
        } catch (\Exception $e) {
            $output->line($e->getMessage());
            return 1;
        }
        if ($value === null) {
            $output->line("Configuration for path: \"$path\" doesn't exist");
            return 1;
        }
        $this->show((string)$path, $value, $output, is_array($value));
        return 0;
    }

    private function show(string $path, $value, Output $output, bool $isNamed): void
    {
        if (!is_array($value)) {
            $output->line($isNamed ? "$path - $value" : (string)$value);
            return;
        }
        foreach ($value as $name => $below) {
            $this->show(ltrim("$path/$name", '/'), $below, $output, true);
        }
    }
}
