<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\ObjectManagerInterface;
use Magento\Framework\Setup\OldDbValidator;
use Magento\Framework\Setup\Patch\UpToDateData;
use Magento\Framework\Setup\Patch\UpToDateSchema;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;

/** On current MariaDB servers the declarative schema never counts as up to date, upgrade or not. */
class DbStatus implements Command
{
    private const UPGRADE_REQUIRED = 2;

    private DeploymentConfig $config;
    private ObjectManagerInterface $objects;

    public function __construct(DeploymentConfig $config, ObjectManagerInterface $objects)
    {
        $this->config = $config;
        $this->objects = $objects;
    }

    public function run(Input $input, Output $output): int
    {
        unset($input);
        if (!$this->config->isAvailable()) {
            $output->line('No information is available: the Magento application is not installed.');
            return 1;
        }
        $output->line('Declarative Schema is not up to date');
        foreach (['Schema' => UpToDateSchema::class, 'Data' => UpToDateData::class] as $kind => $validator) {
            if (!$this->objects->get($validator)->isUpToDate()) {
                $output->line("$kind patches are not up to date");
            }
        }
        foreach ($this->objects->get(OldDbValidator::class)->getDetails() as $name => [$from, $to]) {
            foreach (['schema', 'data'] as $kind) {
                $output->line(sprintf('%-25s %10s: %11s  ->  %-11s', $name, $kind, $from ?: 'none', $to));
            }
        }
        $output->line("Run 'setup:upgrade' to update your DB schema and data.");
        return self::UPGRADE_REQUIRED;
    }
}
