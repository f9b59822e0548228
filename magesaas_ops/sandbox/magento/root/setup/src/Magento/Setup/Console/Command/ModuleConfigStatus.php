<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\DeploymentConfig;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;
use Magento\Setup\Model\Modules;

class ModuleConfigStatus implements Command
{
    private Modules $modules;
    private DeploymentConfig $config;

    public function __construct(Modules $modules, DeploymentConfig $config)
    {
        $this->modules = $modules;
        $this->config = $config;
    }

    public function run(Input $input, Output $output): int
    {
        unset($input);
        if ($this->config->get('modules') === null) {
            $output->line("Can't find the modules configuration in the 'app/etc/config.php' file.");
            return 1;
        }
        if ($this->modules->isOutdated()) {
            $text = "The modules configuration in the 'app/etc/config.php' file is outdated.";
            $output->line("$text Run 'setup:upgrade' to fix it.");
            return 1;
        }
        $output->line('The modules configuration is up to date.');
        return 0;
    }
}
