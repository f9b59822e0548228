<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;
use Magento\Setup\Model\ConfigHash;

class ConfigStatus implements Command
{
    private const OUTDATED = 2;

    private ConfigHash $hash;

    public function __construct(ConfigHash $hash)
    {
        $this->hash = $hash;
    }

    public function run(Input $input, Output $output): int
    {
        unset($input);
        if ($this->hash->isUpToDate()) {
            $output->line('Config files are up to date.');
            return 0;
        }
        $output->line('Config files have changed. Run app:config:import or setup:upgrade command to synchronize'
            . ' configuration.');
        return self::OUTDATED;
    }
}
