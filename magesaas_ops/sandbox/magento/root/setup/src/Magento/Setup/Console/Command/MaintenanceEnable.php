<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\MaintenanceMode;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;
use Magento\Setup\Model\Observers;

class MaintenanceEnable implements Command
{
    private MaintenanceMode $maintenance;
    private Observers $observers;

    public function __construct(MaintenanceMode $maintenance, Observers $observers)
    {
        $this->maintenance = $maintenance;
        $this->observers = $observers;
    }

    public function run(Input $input, Output $output): int
    {
        $this->maintenance->set($this->isEnabling());
        $this->observers->look();
        $output->line($this->isEnabling() ? 'Enabled maintenance mode' : 'Disabled maintenance mode');
        if ($input->option('ip') !== null) {
            $this->maintenance->setAddresses($input->option('ip') === 'none' ? '' : $input->option('ip'));
            $output->line('Set exempt IP-addresses: ' . implode(' ', $this->maintenance->getAddressInfo() ?: ['none']));
        }
        return 0;
    }

    protected function isEnabling(): bool
    {
        return true;
    }
}
