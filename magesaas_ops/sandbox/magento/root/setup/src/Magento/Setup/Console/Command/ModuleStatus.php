<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\Module\FullModuleList;
use Magento\Framework\Module\ModuleList;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;

class ModuleStatus implements Command
{
    private ModuleList $enabled;
    private FullModuleList $onDisk;

    public function __construct(ModuleList $enabled, FullModuleList $onDisk)
    {
        $this->enabled = $enabled;
        $this->onDisk = $onDisk;
    }

    public function run(Input $input, Output $output): int
    {
        if ($input->arguments()) {
            $this->describe($input->arguments(), $output);
            return 0;
        }
        $enabled = $this->enabled->getNames();
        $disabled = array_values(array_diff($this->onDisk->getNames(), $enabled));
        if ($input->option('enabled') || $input->option('disabled')) {
            $asked = $input->option('enabled') ? $enabled : $disabled;
            $this->list($asked, $output);
            return $asked ? 0 : 1;
        }
        $output->line('List of enabled modules:');
        $this->list($enabled, $output);
        $output->line();
        $output->line('List of disabled modules:');
        $this->list($disabled, $output);
        return 0;
    }

    private function list(array $names, Output $output): void
    {
        foreach ($names ?: ['None'] as $name) {
            $output->line($name);
        }
    }

    private function describe(array $names, Output $output): void
    {
        foreach ($names as $name) {
            if (!$this->onDisk->has($name)) {
                $output->line("$name : Module does not exist");
            } else {
                $output->line("$name : Module is " . ($this->enabled->has($name) ? 'enabled' : 'disabled'));
            }
        }
    }
}
