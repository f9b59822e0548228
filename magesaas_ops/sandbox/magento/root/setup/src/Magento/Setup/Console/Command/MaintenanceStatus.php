<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\MaintenanceMode;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;

/** Says it in words only: the exit status is always 0. */
class MaintenanceStatus implements Command
{
    private MaintenanceMode $maintenance;

    public function __construct(MaintenanceMode $maintenance)
    {
        $this->maintenance = $maintenance;
    }

    public function run(Input $input, Output $output): int
    {
        unset($input);
        $output->line('Status: maintenance mode is ' . ($this->maintenance->isOn() ? 'active' : 'not active'));
        $output->line('List of exempt IP-addresses: ' . implode(' ', $this->maintenance->getAddressInfo() ?: ['none']));
        return 0;
    }
}
