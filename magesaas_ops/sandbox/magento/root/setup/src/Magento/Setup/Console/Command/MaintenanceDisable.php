<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

class MaintenanceDisable extends MaintenanceEnable
{
    protected function isEnabling(): bool
    {
        return false;
    }
}
