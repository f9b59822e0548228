<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Config\Model\Config\Reader\Source\Deployed\SettingChecker;
use Magento\Framework\App\Config\ReinitableConfigInterface;
use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\DeploymentConfig\Writer;
use Magento\Framework\Config\File\ConfigFilePool;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;
use Magento\Setup\Model\ConfigHash;
use Magento\Setup\Model\Fields;
use Magento\Setup\Model\Setting;

class ConfigSet implements Command
{
    private const CLOSED = 'This command is unavailable right now. To continue working with it please run'
        . ' app:config:import or setup:upgrade command before.';
    private const LOCKED = 'The value you set has already been locked. To change the value, use the --lock-env option.';

    private ConfigHash $hash;
    private Fields $fields;
    private SettingChecker $checker;
    private DeploymentConfig $deployment;
    private Writer $files;
    private Setting $setting;
    private ReinitableConfigInterface $config;

    public function __construct(
        ConfigHash $hash,
        Fields $fields,
        SettingChecker $checker,
        DeploymentConfig $deployment,
        Writer $files,
        Setting $setting,
        ReinitableConfigInterface $config
    ) {
        $this->hash = $hash;
        $this->fields = $fields;
        $this->checker = $checker;
        $this->deployment = $deployment;
        $this->files = $files;
        $this->setting = $setting;
        $this->config = $config;
    }

    public function run(Input $input, Output $output): int
    {
        if (!$this->hash->isUpToDate()) {
            $output->line(self::CLOSED);
            return 1;
        }
        $path = (string)$input->argument(0);
        try {
            if (!isset($this->fields->all()[$path])) {
                throw new \RuntimeException("The \"$path\" path doesn't exist. Verify and try again.");
            }
            $output->line($this->save($path, (string)$input->argument(1), $input));
            return 0;
        } catch (\Zend_Db_Exception $e) {
            throw $e;
        } catch (\Exception $e) {
            $output->line($e->getMessage());
            return 1;
        }
    }

    private function save(string $path, string $value, Input $input): string
    {
        $scope = $input->option('scope') ?? 'default';
        $code = $input->option('scope-code');
        $place = 'system/' . ($scope === 'default' ? 'default' : "$scope/$code") . '/' . $path;
        foreach (['lock-env' => ConfigFilePool::APP_ENV, 'lock-config' => ConfigFilePool::APP_CONFIG] as $option => $file) {
            if ($input->option($option)) {
                $this->lock($place, $value, $file);
                $name = $file === ConfigFilePool::APP_ENV ? 'env' : 'config';
                return "Value was saved in app/etc/$name.php and locked.";
            }
        }
        if ($this->deployment->has($place)) {
            throw new \RuntimeException(self::LOCKED);
        }
        if (!$this->checker->isReadOnly($path, $scope, $code)) {
            $this->setting->save($path, $value, $this->fields->all()[$path], $scope, $code);
            $this->config->reinit();
        }
        return 'Value was saved.';
    }

    private function lock(string $place, string $value, string $file): void
    {
        $tree = $value;
        foreach (array_reverse(explode('/', $place)) as $key) {
            $tree = [$key => $tree];
        }
        $this->files->saveConfig([$file => $tree]);
        $this->hash->import();
        $this->config->reinit();
    }
}
