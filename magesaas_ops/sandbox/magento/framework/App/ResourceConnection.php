<?php
declare(strict_types=1);

namespace Magento\Framework\App;

use Magento\Framework\DB\Adapter\AdapterInterface;
use Magento\Framework\DB\Adapter\Pdo\Mysql;
use Magento\Framework\DB\Adapter\Pdo\Sqlite;

class ResourceConnection
{
    public const DEFAULT_CONNECTION = 'default';

    private DeploymentConfig $deploymentConfig;
    private ?AdapterInterface $connection = null;

    public function __construct(DeploymentConfig $deploymentConfig)
    {
        $this->deploymentConfig = $deploymentConfig;
    }

    public function getConnection($resourceName = self::DEFAULT_CONNECTION)
    {
        unset($resourceName);
        return $this->connection ??= $this->connect();
    }

    public function getTableName($modelEntity, $connectionName = self::DEFAULT_CONNECTION)
    {
        unset($connectionName);
        [$name, $suffix] = is_array($modelEntity) ? $modelEntity : [$modelEntity, ''];
        return $this->getTablePrefix() . $name . ($suffix ? "_$suffix" : '');
    }

    public function getTablePrefix()
    {
        return (string)$this->deploymentConfig->get('db/table_prefix', '');
    }

    public function closeConnection($resourceName = self::DEFAULT_CONNECTION)
    {
        unset($resourceName);
        $this->connection = null;
    }

    private function connect(): AdapterInterface
    {
        $settings = $this->deploymentConfig->get('db/connection/default');
        if (!$settings) {
            throw new \DomainException('Connection "default" is not defined');
        }
        return ($settings['model'] ?? 'mysql4') === 'sqlite' ? new Sqlite($settings) : new Mysql($settings);
    }
}
