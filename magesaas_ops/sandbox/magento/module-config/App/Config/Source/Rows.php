<?php
declare(strict_types=1);

namespace Magento\Config\App\Config\Source;

use Magento\Framework\App\ResourceConnection;

/** core_config_data as trees: default, websites/CODE, stores/CODE. */
class Rows
{
    private ResourceConnection $resource;

    public function __construct(ResourceConnection $resource)
    {
        $this->resource = $resource;
    }

    public function byScope(): array
    {
        $connection = $this->resource->getConnection();
        $codes = [];
        foreach (['websites' => ['store_website', 'website_id'], 'stores' => ['store', 'store_id']] as $scope => [$table, $id]) {
            $select = $connection->select()->from($this->resource->getTableName($table), [$id, 'code']);
            $codes[$scope] = $connection->fetchPairs($select);
        }
        $trees = ['default' => []];
        $rows = $connection->select()->from($this->resource->getTableName('core_config_data'));
        foreach ($connection->fetchAll($rows) as $row) {
            if ($row['scope'] === 'default') {
                Tree::put($trees['default'], $row['path'], $row['value']);
            } elseif (isset($codes[$row['scope']][$row['scope_id']])) {
                $trees[$row['scope']] ??= [];
                $code = $codes[$row['scope']][$row['scope_id']];
                Tree::put($trees[$row['scope']], $code . '/' . $row['path'], $row['value']);
            }
        }
        return $trees;
    }

    /** @return string[] */
    public function websites(): array
    {
        $table = $this->resource->getTableName('store_website');
        $connection = $this->resource->getConnection();
        return $connection->fetchCol($connection->select()->from($table, ['code'])->order('website_id'));
    }

    /** @return array<string, string> store view code → website code */
    public function websiteOfStores(): array
    {
        $connection = $this->resource->getConnection();
        $select = $connection->select()->from(['s' => $this->resource->getTableName('store')], ['code'])
            ->join(['w' => $this->resource->getTableName('store_website')], 'w.website_id = s.website_id', ['website' => 'code']);
        return $connection->fetchPairs($select);
    }
}
