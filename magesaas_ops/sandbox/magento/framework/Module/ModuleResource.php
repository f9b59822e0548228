<?php
declare(strict_types=1);

namespace Magento\Framework\Module;

use Magento\Framework\App\ResourceConnection;

/** The setup versions that the database was brought to. */
class ModuleResource
{
    private ResourceConnection $resource;

    public function __construct(ResourceConnection $resource)
    {
        $this->resource = $resource;
    }

    public function getDbVersion($moduleName)
    {
        return $this->row($moduleName)['schema_version'] ?? false;
    }

    public function getDataVersion($moduleName)
    {
        return $this->row($moduleName)['data_version'] ?? false;
    }

    public function setVersion(string $moduleName, string $version): void
    {
        $row = ['module' => $moduleName, 'schema_version' => $version, 'data_version' => $version];
        $this->resource->getConnection()->insertOnDuplicate($this->table(), $row);
    }

    private function row($moduleName)
    {
        $connection = $this->resource->getConnection();
        $select = $connection->select()->from($this->table())->where('module = ?', $moduleName);
        return $connection->fetchRow($select) ?: [];
    }

    private function table(): string
    {
        return $this->resource->getTableName('setup_module');
    }
}
