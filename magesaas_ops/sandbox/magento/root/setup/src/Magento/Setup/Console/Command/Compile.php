<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\Exception\FileSystemException;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;
use Magento\Setup\Model\Generated;

class Compile implements Command
{
    private Generated $generated;
    private DeploymentConfig $config;

    public function __construct(Generated $generated, DeploymentConfig $config)
    {
        $this->generated = $generated;
        $this->config = $config;
    }

    public function run(Input $input, Output $output): int
    {
        unset($input);
        if ($this->config->get('modules') === null) {
            $output->line('You cannot run this command because modules are not enabled. You can enable modules by '
                . "running the 'module:enable --all' command.");
            return 1;
        }
        $output->line('Compilation was started.');
        try {
            $this->generated->deleteCompiled();
        } catch (FileSystemException $e) {
            $output->line($e->getMessage());
            return 1;
        }
        $this->generated->compile();
        $output->line('Generated code and dependency injection configuration successfully.');
        return 0;
    }
}
