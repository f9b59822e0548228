<?php
declare(strict_types=1);

use Magento\Framework\App\Config\Storage\WriterInterface;
use Magento\Framework\App\ResourceConnection;
use Magento\Setup\Model\Modules;
use Magento\Setup\Model\Upgrade;

/** Installs: env.php, config.php, the tables, the websites (each with a group and a store view), the base URL. */
function answer(array $request): array
{
    $connection = $request['connection'];
    if (($connection['model'] ?? '') === 'sqlite' && !is_file($connection['dbname'])) {
        touch($connection['dbname']);
    }
    write_env_php($request['root'], $request);
    $objects = objects($request['root']);
    $objects->get(Modules::class)->enableAbsent();
    if ($request['joins']) {
        return ['installed' => true];
    }
    $resource = $objects->get(ResourceConnection::class);
    $database = $resource->getConnection();
    $database->query("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
    $objects->create(Upgrade::class)->run(fn() => null);
    $database->beginTransaction();
    insert_website($resource, 0, 'admin', 'Admin');
    foreach ($request['websites'] as $index => $code) {
        insert_website($resource, $index + 1, $code, ucfirst($code));
    }
    $rows = $objects->get(WriterInterface::class);
    $rows->save('web/unsecure/base_url', $request['base_url']);
    $rows->save('web/secure/base_url', $request['base_url']);
    $database->commit();
    return ['installed' => true];
}

function insert_website(ResourceConnection $resource, int $id, string $code, string $name): void
{
    $database = $resource->getConnection();
    $isDefault = (int)($id === 1);
    $website = ['website_id' => $id, 'code' => $code, 'name' => $name, 'is_default' => $isDefault];
    $database->insert($resource->getTableName('store_website'), $website + ['default_group_id' => $id]);
    $group = ['group_id' => $id, 'website_id' => $id, 'name' => $name, 'code' => "group_$code", 'default_store_id' => $id];
    $database->insert($resource->getTableName('store_group'), $group);
    $store = ['store_id' => $id, 'code' => $id === 0 ? 'admin' : "{$code}_store", 'website_id' => $id, 'group_id' => $id];
    $database->insert($resource->getTableName('store'), $store + ['name' => $name]);
}
