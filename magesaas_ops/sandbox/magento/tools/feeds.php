<?php
declare(strict_types=1);

use Magento\DataExporter\Model\FeedMetadataPool;
use Magento\Framework\App\ResourceConnection;

/** Adds products ("products": how many), deletes one ("delete": id, "stuck"), switches cron ("cron": bool). */
function answer(array $request): array
{
    $objects = objects($request['root']);
    $resource = $objects->get(ResourceConnection::class);
    $products = array_filter($objects->get(FeedMetadataPool::class)->getAll(), function ($feed) {
        return $feed->getSourceTableName() === 'catalog_product_entity';
    });
    for ($left = $request['products'] ?? 0; $left > 0; $left--) {
        add_product($resource, $products);
    }
    if (isset($request['delete'])) {
        delete_product($resource, $products, (int)$request['delete'], (bool)$request['stuck']);
    }
    if (isset($request['cron'])) {
        $file = $request['root'] . '/app/etc/env.php';
        $settings = ['cron' => ['enabled' => (int)$request['cron']]] + include $file;
        file_put_contents($file, "<?php\nreturn " . var_export($settings, true) . ";\n");
    }
    return ['done' => true];
}

function add_product(ResourceConnection $resource, array $feeds): void
{
    $connection = $resource->getConnection();
    $table = $resource->getTableName('catalog_product_entity');
    $number = 1 + (int)$connection->fetchOne("SELECT MAX(entity_id) FROM `$table`");
    $product = ['entity_id' => $number, 'sku' => "sku-$number", 'name' => "Product $number", 'price' => 10 + $number];
    $connection->insert($table, $product);
    log_change($resource, $feeds, $number);
}

function delete_product(ResourceConnection $resource, array $feeds, int $id, bool $isStuck): void
{
    $connection = $resource->getConnection();
    $connection->delete($resource->getTableName('catalog_product_entity'), ['entity_id = ?' => $id]);
    foreach ($isStuck ? $feeds : [] as $feed) {
        $row = ['is_deleted' => 1, 'status' => 2, 'errors' => 'mode 500'];
        $connection->update($resource->getTableName($feed->getFeedTableName()), $row, ['source_entity_id = ?' => $id]);
    }
    $isStuck || log_change($resource, $feeds, $id);
}

function log_change(ResourceConnection $resource, array $feeds, int $id): void
{
    foreach ($feeds as $feed) {
        $log = $resource->getTableName($feed->getFeedTableName() . '_cl');
        $resource->getConnection()->insert($log, ['entity_id' => $id]);
    }
}
