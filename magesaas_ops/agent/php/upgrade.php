<?php
namespace Magesaas;

/** What the database has: versions and patches of modules, and tables; read once for all modules. */
final class KnownSchema
{
    public $versions;
    public $patches;
    private $tables;
    private $installation;

    public function __construct(Installation $installation)
    {
        $connection = $installation->connection();
        $table = $installation->table('setup_module');
        $rows = $connection->fetchAll("SELECT module, schema_version, data_version FROM $table");
        $this->versions = array_column($rows, null, 'module');
        $rows = $connection->fetchAll('SELECT patch_name FROM ' . $installation->table('patch_list'));
        $this->patches = array_flip(array_map(function ($row) {
            return ltrim($row['patch_name'], '\\');
        }, $rows));
        $this->tables = array_flip($connection->getTables());
        $this->installation = $installation;
    }

    public function hasTable(string $name): bool
    {
        return isset($this->tables[$this->installation->table($name)]);
    }
}

/** Why setup:upgrade is due, by a cheap look at some enabled modules, name => folder (contract §13.10). */
function upgrade_reasons(KnownSchema $known, array $folders): array
{
    $reasons = [];
    foreach ($folders as $module => $folder) {
        $versions = $known->versions[$module] ?? [];
        $reasons[] = version_reasons($module, $folder, $versions);
        $reasons[] = patch_reasons($module, $folder, $known->patches, $versions['data_version'] ?? '');
        foreach (declared_tables($folder) as $name) {
            if (!$known->hasTable($name)) {
                $reasons[] = ["$module declares table $name, which the database does not have"];
            }
        }
    }
    return array_merge([], ...$reasons);
}

function version_reasons(string $module, string $folder, array $row): array
{
    $pattern = '~<module\b[^>]*\bname="' . $module . '"[^>]*\bsetup_version="([^"]+)"~';
    if (!preg_match($pattern, text_of("$folder/etc/module.xml"), $match)) {
        return [];
    }
    foreach (['schema_version', 'data_version'] as $kind) {
        $known = $row[$kind] ?? '';
        if ((string) $known === '' || version_compare($known, $match[1], '<')) {
            return ["$module is at " . ($known ?: 'nothing') . " in the database and at $match[1] in code"];
        }
    }
    return [];
}

function patch_reasons(string $module, string $folder, array $applied, string $dataVersion): array
{
    $reasons = [];
    foreach (['Data', 'Schema'] as $kind) {
        foreach (glob("$folder/Setup/Patch/$kind/*.php") ?: [] as $file) {
            $patch = str_replace('_', '\\', $module) . "\\Setup\\Patch\\$kind\\" . basename($file, '.php');
            if (!isset($applied[$patch]) && !is_older_than_data($patch, $dataVersion)) {
                $reasons[] = "patch $patch is not applied";
            }
        }
    }
    return $reasons;
}

/** Patches that replaced an upgrade script count as applied from that version on. */
function is_older_than_data(string $patch, string $dataVersion): bool
{
    return is_subclass_of($patch, 'Magento\Framework\Setup\Patch\PatchVersionInterface')
        && version_compare($patch::getVersion(), $dataVersion, '<=');
}

function declared_tables(string $folder): array
{
    preg_match_all('~<table\b([^>]*)>~', text_of("$folder/etc/db_schema.xml"), $tags);
    $names = [];
    foreach ($tags[1] as $attributes) {
        $isElsewhere = preg_match('~\bresource="(?!default")~', $attributes);
        $isDropped = preg_match('~\bdisabled="(true|1)"~', $attributes);
        if (!$isElsewhere && !$isDropped && preg_match('~\bname="([^"]+)"~', $attributes, $match)) {
            $names[] = $match[1];
        }
    }
    return $names;
}

/** The same by Magento's own validators and its whole declarative schema: seconds, so only on request (contract §5). */
function honest_upgrade_reasons(Installation $installation, array $modules): array
{
    $reasons = debts($installation, $modules, '')['upgrade'];
    $validators = [
        'Magento\Framework\Setup\Patch\UpToDateSchema' => 'schema patches are not up to date',
        'Magento\Framework\Setup\Patch\UpToDateData' => 'data patches are not up to date',
        'Magento\Framework\Setup\OldDbValidator' => 'modules have other versions in code than in the database',
    ];
    foreach ($validators as $class => $reason) {
        if (class_exists($class) && !$installation->get($class)->isUpToDate()) {
            $reasons[] = $reason;
        }
    }
    return array_merge($reasons, schema_reasons($installation));
}

function schema_reasons(Installation $installation): array
{
    $diffClass = 'Magento\Framework\Setup\Declaration\Schema\Diff\SchemaDiff';
    if (!class_exists($diffClass)) {
        return [];
    }
    $schema = $installation->get('Magento\Framework\Setup\Declaration\Schema\SchemaConfigInterface');
    $diff = $installation->get($diffClass)->diff($schema->getDeclarationConfig(), $schema->getDbConfig());
    $reasons = [];
    foreach ($diff->getAll() ?: [] as $operations) {
        foreach ($operations as $operation => $changes) {
            foreach ($changes as $change) {
                $reason = $operation . ' ' . $change->getNew()->getName();
                is_only_a_charset_alias($operation, $change) ?: $reasons[$reason] = $reason;
            }
        }
    }
    return array_values($reasons);
}

/** Newer servers call utf8 utf8mb3, and Magento takes that for a difference of nearly every table, always. */
function is_only_a_charset_alias(string $operation, $change): bool
{
    if ($operation !== 'modify_table' || $change->getOld() === null) {
        return false;
    }
    $new = serialize($change->getNew()->getDiffSensitiveParams());
    $old = serialize($change->getOld()->getDiffSensitiveParams());
    return charset_aliases_resolved($new) === charset_aliases_resolved($old);
}

function charset_aliases_resolved(string $serialized): string
{
    return preg_replace('~s:\d+:"utf8(mb3)?(_\w+)?"~', 's:"utf8$2"', $serialized);
}

function text_of(string $file): string
{
    return is_file($file) ? (string) file_get_contents($file) : '';
}
