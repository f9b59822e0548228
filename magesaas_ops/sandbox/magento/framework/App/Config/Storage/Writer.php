<?php
declare(strict_types=1);

namespace Magento\Framework\App\Config\Storage;

use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Framework\App\ResourceConnection;

/** Rows of core_config_data as given: nothing is encrypted, no lock is respected, no cache is cleaned. */
class Writer implements WriterInterface
{
    private ResourceConnection $resource;

    public function __construct(ResourceConnection $resource)
    {
        $this->resource = $resource;
    }

    public function save($path, $value, $scope = ScopeConfigInterface::SCOPE_TYPE_DEFAULT, $scopeId = 0)
    {
        $connection = $this->resource->getConnection();
        $table = $this->resource->getTableName('core_config_data');
        $select = $connection->select()->from($table, ['config_id'])
            ->where('path = ?', $path)->where('scope = ?', $scope)->where('scope_id = ?', $scopeId);
        $id = $connection->fetchOne($select);
        if ($id !== false) {
            $connection->update($table, ['value' => $value], ['config_id = ?' => $id]);
        } else {
            $row = ['scope' => $scope, 'scope_id' => $scopeId, 'path' => $path, 'value' => $value];
            $connection->insert($table, $row);
        }
    }

    public function delete($path, $scope = ScopeConfigInterface::SCOPE_TYPE_DEFAULT, $scopeId = 0)
    {
        $this->resource->getConnection()->delete(
            $this->resource->getTableName('core_config_data'),
            ['path = ?' => $path, 'scope = ?' => $scope, 'scope_id = ?' => $scopeId]
        );
    }
}
