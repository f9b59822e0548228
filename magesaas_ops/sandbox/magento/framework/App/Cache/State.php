<?php
declare(strict_types=1);

namespace Magento\Framework\App\Cache;

use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\DeploymentConfig\Writer;
use Magento\Framework\Config\File\ConfigFilePool;

/** Which cache types are on: env.php's cache_types, until this process says otherwise. */
class State implements StateInterface
{
    private Writer $writer;
    private array $statuses;

    public function __construct(DeploymentConfig $deploymentConfig, Writer $writer)
    {
        $this->writer = $writer;
        $this->statuses = array_map('boolval', $deploymentConfig->get('cache_types') ?: []);
    }

    public function isEnabled($cacheType)
    {
        return $this->statuses[$cacheType] ?? false;
    }

    public function setEnabled($cacheType, $isEnabled)
    {
        $this->statuses[$cacheType] = (bool)$isEnabled;
    }

    public function persist()
    {
        $this->writer->saveConfig([ConfigFilePool::APP_ENV => ['cache_types' => array_map('intval', $this->statuses)]]);
    }
}
