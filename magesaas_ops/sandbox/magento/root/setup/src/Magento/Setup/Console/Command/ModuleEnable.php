<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\Module\FullModuleList;
use Magento\Framework\Module\ModuleList;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;
use Magento\Setup\Model\Generated;
use Magento\Setup\Model\Modules;

/** Enables without looking at what the enabled modules themselves depend on. */
class ModuleEnable implements Command
{
    protected Modules $modules;
    private ModuleList $enabled;
    private FullModuleList $onDisk;
    private Generated $generated;

    public function __construct(Modules $modules, ModuleList $enabled, FullModuleList $onDisk, Generated $generated)
    {
        $this->modules = $modules;
        $this->enabled = $enabled;
        $this->onDisk = $onDisk;
        $this->generated = $generated;
    }

    public function run(Input $input, Output $output): int
    {
        $names = $input->option('all') ? $this->onDisk->getNames() : $input->arguments();
        if (!$names) {
            $output->line('No modules specified. Specify a space-separated list of modules or use the --all option');
            return 1;
        }
        $unknown = array_diff($names, $this->onDisk->getNames());
        if ($unknown) {
            $output->line("Unknown module(s): '" . implode("', '", $unknown) . "'");
            return 1;
        }
        $changing = array_filter($names, fn($name) => $this->enabled->has($name) !== $this->isEnabling());
        $refusal = $input->option('force') ? [] : $this->refusal($changing);
        foreach ($refusal as $line) {
            $output->line($line);
        }
        if ($refusal) {
            return 1;
        }
        if (!$changing) {
            $output->line('No modules were changed.');
            return 0;
        }
        $this->modules->set($changing, (int)$this->isEnabling());
        $word = $this->isEnabling() ? 'enabled' : 'disabled';
        $output->line("The following modules have been $word:");
        $output->line('- ' . implode("\n- ", $changing));
        $output->line();
        if ($this->isEnabling()) {
            $output->line("To make sure that the enabled modules are properly registered, run 'setup:upgrade'.");
        }
        $this->generated->flushCache();
        $output->line('Cache cleared successfully.');
        $this->generated->deleteCode();
        $again = "Please run the 'setup:di:compile' command to generate classes.";
        $output->line("Generated classes cleared successfully. $again");
        if ($input->option('clear-static-content')) {
            $this->generated->deleteStatic();
            $output->line('Generated static view files cleared successfully.');
        } else {
            $command = $this->isEnabling() ? 'module:enable' : 'module:disable';
            $output->line(
                'Info: Some modules might require static view files to be cleared. To do this, run '
                . "'$command' with the --clear-static-content option to clear them."
            );
        }
        return 0;
    }

    protected function isEnabling(): bool
    {
        return true;
    }

    /** @return string[] lines that say why not; empty: go on */
    protected function refusal(array $changing): array
    {
        unset($changing);
        return [];
    }
}
