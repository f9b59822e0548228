<?php
declare(strict_types=1);

namespace Magento\Framework\App;

use Magento\Framework\App\Filesystem\DirectoryList;
use Magento\Framework\App\ObjectManager\Arguments;
use Magento\Framework\App\ObjectManager\Preferences;
use Magento\Framework\Config\File\ConfigFilePool;
use Magento\Framework\ObjectManager\ConfigInterface;
use Magento\Framework\ObjectManagerInterface;

class Bootstrap
{
    public const INIT_PARAM_FILESYSTEM_DIR_PATHS = 'MAGE_DIRS';

    private ObjectManager $objectManager;

    public function __construct(string $rootDirectory, array $initParams)
    {
        $directories = new DirectoryList($rootDirectory);
        $config = new DeploymentConfig(new DeploymentConfig\Reader($directories, new ConfigFilePool()));
        // A server or environment variable wins over env.php.
        $mode = $initParams[State::PARAM_MODE] ?? (getenv(State::PARAM_MODE) ?: $config->get(State::PARAM_MODE));
        $mode = $mode ?: State::MODE_DEFAULT;
        $this->objectManager = new ObjectManager(Preferences::all($config->get('modules') !== null));
        $this->objectManager->share(DirectoryList::class, $directories);
        $this->objectManager->share(DeploymentConfig::class, $config);
        $this->objectManager->share(ConfigInterface::class, Arguments::config($mode, $directories));
        $this->objectManager->share(State::class, new State($mode));
        $this->objectManager->configure(['arguments' => Arguments::atStart($mode, $directories, $config)]);
    }

    public static function create($rootDir, array $initParams, $factory = null)
    {
        unset($factory);
        return new self((string)$rootDir, $initParams);
    }

    public function getObjectManager(): ObjectManagerInterface
    {
        return $this->objectManager;
    }
}
