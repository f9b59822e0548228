<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\Config\Storage\WriterInterface;
use Magento\Framework\App\ResourceConnection;
use Magento\Framework\ObjectManagerInterface;
use Magento\Store\Model\StoreManagerInterface;

/** Saves what an administrator entered, in one transaction with whatever the field's backend model does besides. */
class Setting
{
    private ResourceConnection $resource;
    private WriterInterface $rows;
    private ObjectManagerInterface $objects;

    public function __construct(ResourceConnection $resource, WriterInterface $rows, ObjectManagerInterface $objects)
    {
        $this->resource = $resource;
        $this->rows = $rows;
        $this->objects = $objects;
    }

    public function save(string $path, string $value, string $backendModel, string $scope, ?string $code): void
    {
        $connection = $this->resource->getConnection();
        $scopeId = $this->scopeId($scope, $code);
        $backend = $backendModel === '' ? null : $this->objects->get($backendModel);
        $connection->beginTransaction();
        try {
            $stored = $value === '' ? null : $value;
            if ($value !== '' && $backend !== null) {
                $stored = $backend->stored($value);
                if ($stored === null) {
                    $connection->commit();
                    return;
                }
            }
            $this->rows->save($path, $stored, $scope, $scopeId);
            $connection->commit();
        } catch (\Throwable $e) {
            $connection->rollBack();
            throw $e;
        }
    }

    private function scopeId(string $scope, ?string $code): int
    {
        if ($scope === 'default') {
            return 0;
        }
        $stores = $this->objects->get(StoreManagerInterface::class);
        $isWebsite = in_array($scope, ['website', 'websites'], true);
        return $isWebsite ? $stores->getWebsite($code)->getId() : $stores->getStore($code)->getId();
    }
}
