<?php
declare(strict_types=1);

namespace Magento\Store\Model;

use Magento\Framework\App\ResourceConnection;
use Magento\Framework\Exception\NoSuchEntityException;

/** Websites and store views; codes are looked up case-sensitively. */
class StoreManager implements StoreManagerInterface
{
    private ResourceConnection $resource;
    private array $loaded = [];

    public function __construct(ResourceConnection $resource)
    {
        $this->resource = $resource;
    }

    public function getWebsites($withDefault = false, $codeKey = false)
    {
        return $this->keyed($this->all('store_website', 'website_id', Website::class), $withDefault, $codeKey);
    }

    public function getWebsite($websiteId = null)
    {
        $found = $this->one($this->getWebsites(true), $websiteId);
        $text = "The website with code %1 that was requested wasn't found. Verify the website and try again.";
        return $found ?? throw new NoSuchEntityException(__($text, $websiteId));
    }

    public function getStores($withDefault = false, $codeKey = false)
    {
        return $this->keyed($this->all('store', 'store_id', Store::class), $withDefault, $codeKey);
    }

    public function getStore($storeId = null)
    {
        $found = $this->one($this->getStores(true), $storeId);
        $text = "The store that was requested wasn't found. Verify the store and try again.";
        return $found ?? throw new NoSuchEntityException(__($text));
    }

    public function reinitStores()
    {
        $this->loaded = [];
    }

    private function one(array $objects, $idOrCode)
    {
        foreach ($objects as $object) {
            $isFound = $idOrCode === null
                ? $object->getId() !== 0
                : (is_numeric($idOrCode) ? $object->getId() === (int)$idOrCode : $object->getCode() === $idOrCode);
            if ($isFound) {
                return $object;
            }
        }
        return null;
    }

    private function keyed(array $objects, $withDefault, $codeKey): array
    {
        $keyed = [];
        foreach ($objects as $object) {
            if ($withDefault || $object->getId() !== 0) {
                $keyed[$codeKey ? $object->getCode() : $object->getId()] = $object;
            }
        }
        return $keyed;
    }

    private function all(string $table, string $idColumn, string $class): array
    {
        if (!isset($this->loaded[$table])) {
            $connection = $this->resource->getConnection();
            $select = $connection->select()->from($this->resource->getTableName($table))->order($idColumn);
            $this->loaded[$table] = array_map(
                fn($row) => new $class(['id' => (int)$row[$idColumn]] + $row),
                $connection->fetchAll($select)
            );
        }
        return $this->loaded[$table];
    }
}
