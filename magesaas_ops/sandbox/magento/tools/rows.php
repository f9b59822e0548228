<?php
declare(strict_types=1);

use Magento\Framework\App\Config\Storage\WriterInterface;
use Magento\Framework\App\ResourceConnection;
use Magento\Framework\Encryption\EncryptorInterface;

/** Writes ("write": path → text or null) and deletes rows of core_config_data, no cache told; encrypts; answers all rows. */
function answer(array $request): array
{
    $objects = objects($request['root']);
    $rows = $objects->get(WriterInterface::class);
    foreach ($request['write'] as $path => $value) {
        $rows->save($path, $value, $request['scope'], $request['scope_id']);
    }
    foreach ($request['delete'] as $path) {
        $rows->delete($path, $request['scope'], $request['scope_id']);
    }
    $resource = $objects->get(ResourceConnection::class);
    $connection = $resource->getConnection();
    $select = $connection->select()->from($resource->getTableName('core_config_data'), ['path', 'value'])
        ->where('scope = ?', $request['scope'])->where('scope_id = ?', $request['scope_id'])->order('path');
    $encryptor = $objects->get(EncryptorInterface::class);
    return [
        'rows' => (object)$connection->fetchPairs($select),
        'encrypted' => array_map([$encryptor, 'encrypt'], $request['encrypt']),
        'decrypted' => array_map([$encryptor, 'decrypt'], $request['decrypt']),
    ];
}
