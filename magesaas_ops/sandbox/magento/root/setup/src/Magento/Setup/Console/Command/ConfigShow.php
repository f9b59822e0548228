<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Framework\App\ResourceConnection;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;
use Magento\Setup\Model\Fields;
use Magento\Setup\Model\Scope;

/** Prints effective values, decrypted keys among them. */
class ConfigShow implements Command
{
    private ScopeConfigInterface $config;
    private ResourceConnection $resource;
    private Fields $fields;
    private Scope $scope;

    public function __construct(
        ScopeConfigInterface $config,
        ResourceConnection $resource,
        Fields $fields,
        Scope $scope
    ) {
        $this->scope = $scope;
        $this->fields = $fields;
        $this->resource = $resource;
        $this->config = $config;
    }

    public function run(Input $input, Output $output): int
    {
        $path = $input->argument(0);
        if ($path !== null && !isset($this->fields->all()[$path])) {
            $output->line("The \"$path\" path doesn't exist. Verify and try again.");
            return 1;
        }
        try {
            $this->resource->getConnection()->fetchOne('SELECT 1');
            $scope = $input->option('scope') ?? 'default';
            $this->scope->id($scope, $input->option('scope-code'));
            $value = $this->config->getValue($path, $scope, $input->option('scope-code'));
        } catch (\Exception $e) {
            $output->line($e->getMessage());
            return 1;
        }
        $this->show((string)$path, $value, $output, is_array($value));
        return 0;
    }

    private function show(string $path, $value, Output $output, bool $isNamed): void
    {
        if (!is_array($value)) {
            if (!$isNamed) {
                $output->line((string)$value);
            } elseif ((string)$value !== '') {
                $output->line("$path - $value");
            }
            return;
        }
        foreach ($value as $name => $below) {
            $this->show(ltrim("$path/$name", '/'), $below, $output, true);
        }
    }
}
