<?php
declare(strict_types=1);

namespace Magento\Framework\Lock\Backend;

use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\ResourceConnection;
use Magento\Framework\Lock\LockManagerInterface;

class Database implements LockManagerInterface
{
    private ResourceConnection $resource;
    private DeploymentConfig $deploymentConfig;

    public function __construct(ResourceConnection $resource, DeploymentConfig $deploymentConfig)
    {
        $this->resource = $resource;
        $this->deploymentConfig = $deploymentConfig;
    }

    public function lock(string $name, int $timeout = -1): bool
    {
        return (bool)$this->ask('SELECT GET_LOCK(?, ?)', [$this->full($name), $timeout]);
    }

    public function unlock(string $name): bool
    {
        return (bool)$this->ask('SELECT RELEASE_LOCK(?)', [$this->full($name)]);
    }

    public function isLocked(string $name): bool
    {
        return (bool)$this->ask('SELECT IS_USED_LOCK(?)', [$this->full($name)]);
    }

    private function ask(string $sql, array $bind)
    {
        return $this->resource->getConnection()->fetchOne($sql, $bind);
    }

    private function full(string $name): string
    {
        return md5((string)$this->deploymentConfig->get('db/connection/default/dbname')) . '|' . substr($name, 0, 30);
    }
}
