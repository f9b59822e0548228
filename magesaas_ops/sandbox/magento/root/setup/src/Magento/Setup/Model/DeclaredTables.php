<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\ResourceConnection;
use Magento\Framework\Component\ComponentRegistrar;
use Magento\Framework\DB\Adapter\Pdo\Sqlite;
use Magento\Framework\Module\ModuleList;

/** The tables of the enabled modules' etc/db_schema.xml. */
class DeclaredTables
{
    private const TYPES = [
        'int' => 'INTEGER', 'smallint' => 'INTEGER', 'boolean' => 'INTEGER', 'bigint' => 'BIGINT',
        'text' => 'TEXT', 'mediumtext' => 'MEDIUMTEXT', 'timestamp' => 'TIMESTAMP NULL', 'decimal' => 'DECIMAL(20,6)',
    ];

    private ModuleList $modules;
    private ComponentRegistrar $registrar;
    private ResourceConnection $resource;

    public function __construct(ModuleList $modules, ComponentRegistrar $registrar, ResourceConnection $resource)
    {
        $this->modules = $modules;
        $this->registrar = $registrar;
        $this->resource = $resource;
    }

    public function createMissing(): void
    {
        $connection = $this->resource->getConnection();
        $isSqlite = $connection instanceof Sqlite;
        $existing = array_flip($connection->getTables());
        foreach ($this->declared($isSqlite) as $name => $columns) {
            $table = $this->resource->getTableName($name);
            if (!isset($existing[$table])) {
                $suffix = $isSqlite ? '' : ' ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_general_ci';
                $connection->query("CREATE TABLE IF NOT EXISTS `$table` (" . implode(', ', $columns) . ')' . $suffix);
            }
        }
    }

    /** @return array<string, string[]> table → column definitions */
    private function declared(bool $isSqlite): array
    {
        $tables = [];
        foreach (array_keys($this->modules->getAll()) as $module) {
            $file = $this->registrar->getPath(ComponentRegistrar::MODULE, $module) . '/etc/db_schema.xml';
            foreach (is_file($file) ? simplexml_load_file($file)->table : [] as $table) {
                foreach ($table->column as $column) {
                    $tables[(string)$table['name']][] = $this->column($column, $isSqlite);
                }
                foreach ($table->constraint as $constraint) {
                    $tables[(string)$table['name']][] = 'UNIQUE (' . $this->columnsOf($constraint) . ')';
                }
                foreach ($isSqlite ? [] : $table->index as $index) {
                    $tables[(string)$table['name']][] = 'INDEX (' . $this->columnsOf($index) . ')';
                }
            }
        }
        return $tables;
    }

    /** SQLite has no columns that change with the others. */
    private function column(\SimpleXMLElement $column, bool $isSqlite): string
    {
        $type = (string)$column->attributes('xsi', true)['type'];
        $isKey = (string)$column['identity'] === 'true';
        $words = ["`{$column['name']}`", self::TYPES[$type] ?? "VARCHAR({$column['length']})", $isKey ? 'PRIMARY KEY' : ''];
        if ($isKey && $type === 'int') {
            $words[] = $isSqlite ? 'AUTOINCREMENT' : 'AUTO_INCREMENT';
        }
        if (isset($column['default'])) {
            $words[] = "DEFAULT {$column['default']}";
        }
        if ((string)$column['on_update'] === 'true' && !$isSqlite) {
            $words[] = 'ON UPDATE CURRENT_TIMESTAMP';
        }
        return implode(' ', array_filter($words));
    }

    private function columnsOf(\SimpleXMLElement $key): string
    {
        $names = [];
        foreach ($key->column as $column) {
            $names[] = "`{$column['name']}`";
        }
        return implode(', ', $names);
    }
}
