<?php
namespace Magesaas;

/** Which database this is; nothing of it needs more than rights on the one schema (contract §16). */
function database_identity(Installation $installation): array
{
    $connection = $installation->connection();
    $known = ['server_uid', 'server_uuid', 'hostname', 'port', 'server_id', 'datadir'];
    $known = array_merge($known, ['wsrep_on', 'group_replication_group_name']);
    $sql = "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('" . implode("', '", $known) . "')";
    $said = array_column($connection->fetchAll($sql), 'Value', 'Variable_name') + array_fill_keys($known, '');
    $place = [$said['hostname'], $said['port'], $said['server_id'], $said['datadir']];
    $uptime = (int) array_column($connection->fetchAll("SHOW GLOBAL STATUS LIKE 'Uptime'"), 'Value')[0];
    return [
        'server' => $said['server_uid'] ?: $said['server_uuid'] ?: implode(':', $place),
        'schema' => (string) $connection->fetchOne('SELECT DATABASE()', []),
        'table_prefix' => table_prefix($installation),
        'started' => (int) $connection->fetchOne('SELECT UNIX_TIMESTAMP()', []) - $uptime,
        'clustered' => strtoupper($said['wsrep_on']) === 'ON' || $said['group_replication_group_name'] !== '',
    ];
}

function table_prefix(Installation $installation): string
{
    return (string) $installation->get(\Magento\Framework\App\DeploymentConfig::class)->get('db/table_prefix');
}

/** What the stamp keeps of it. */
function database_key(array $identity): string
{
    return "$identity[server]/$identity[schema]/$identity[table_prefix]";
}

/**
 * Holds a lock that is named after the database for some seconds, or looks whether somebody holds it. Named locks are
 * seen by every user of a server; the name has room for 64 characters.
 */
function probed(Installation $installation, array $request): bool
{
    $connection = $installation->connection();
    $schema = (string) $connection->fetchOne('SELECT DATABASE()', []);
    $name = 'magesaas ' . sha1("$schema/" . table_prefix($installation) . "/$request[name]");
    $seconds = min(60, (float) ($request['hold_seconds'] ?? 0));
    if ($seconds <= 0) {
        return $connection->fetchOne('SELECT IS_USED_LOCK(?)', [$name]) !== null;
    }
    $isHeld = (string) $connection->fetchOne('SELECT GET_LOCK(?, 0)', [$name]) === '1';
    $isHeld && usleep((int) ($seconds * 1e6));
    $connection->fetchOne('SELECT RELEASE_LOCK(?)', [$name]);
    return $isHeld;
}
