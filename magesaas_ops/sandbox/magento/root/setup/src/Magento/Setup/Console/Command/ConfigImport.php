<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\Config\ReinitableConfigInterface;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;
use Magento\Setup\Model\ConfigHash;

class ConfigImport implements Command
{
    private ConfigHash $hash;
    private ReinitableConfigInterface $config;

    public function __construct(ConfigHash $hash, ReinitableConfigInterface $config)
    {
        $this->hash = $hash;
        $this->config = $config;
    }

    public function run(Input $input, Output $output): int
    {
        unset($input);
        if (!$this->hash->import()) {
            $output->line('Nothing to import.');
            return 0;
        }
        $this->config->reinit();
        $output->line('Processing configurations data from configuration file...');
        $output->line('System config was processed');
        return 0;
    }
}
