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
        foreach ($this->declared() as $name => $columns) {
            $table = $this->resource->getTableName($name);
            if (!isset($existing[$table])) {
                $suffix = $isSqlite ? '' : ' ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_general_ci';
                $connection->query("CREATE TABLE IF NOT EXISTS `$table` (" . implode(', ', $columns) . ')' . $suffix);
            }
        }
    }

    /** @return array<string, string[]> table → column definitions */
    private function declared(): array
    {
        $tables = [];
        foreach (array_keys($this->modules->getAll()) as $module) {
            $file = $this->registrar->getPath(ComponentRegistrar::MODULE, $module) . '/etc/db_schema.xml';
            foreach (is_file($file) ? simplexml_load_file($file)->table : [] as $table) {
                foreach ($table->column as $column) {
                    $type = (string)$column->attributes('xsi', true)['type'];
                    $definition = self::TYPES[$type] ?? "VARCHAR({$column['length']})";
                    $isKey = (string)$column['identity'] === 'true';
                    $tables[(string)$table['name']][] = "`{$column['name']}` $definition" . ($isKey ? ' PRIMARY KEY' : '');
                }
            }
        }
        return $tables;
    }
}
