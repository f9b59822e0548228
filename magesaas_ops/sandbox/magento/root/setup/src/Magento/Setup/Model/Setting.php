<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\Config\Storage\WriterInterface;
use Magento\Framework\App\ResourceConnection;
use Magento\Framework\ObjectManagerInterface;

/** Saves what an administrator entered, in one transaction with whatever the field's backend model does besides. */
class Setting
{
    private ResourceConnection $resource;
    private WriterInterface $rows;
    private ObjectManagerInterface $objects;
    private Scope $scope;

    public function __construct(
        ResourceConnection $resource,
        WriterInterface $rows,
        ObjectManagerInterface $objects,
        Scope $scope
    ) {
        $this->scope = $scope;
        $this->resource = $resource;
        $this->rows = $rows;
        $this->objects = $objects;
    }

    public function save(string $path, string $value, string $backendModel, string $scope, ?string $code): void
    {
        $connection = $this->resource->getConnection();
        $scopeId = $this->scope->id($scope, $code);
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
}
