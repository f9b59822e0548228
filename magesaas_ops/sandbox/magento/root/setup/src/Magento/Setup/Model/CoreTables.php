<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\ResourceConnection;
use Magento\Framework\DB\Adapter\Pdo\Sqlite;

/** The tables that exist before any module has a say. */
class CoreTables
{
    private const COLUMNS = [
        'core_config_data' => "config_id ID, scope VARCHAR(8) NOT NULL DEFAULT 'default',"
            . " scope_id INTEGER NOT NULL DEFAULT 0, path VARCHAR(255) NOT NULL DEFAULT 'general', value TEXT,"
            . ' updated_at NOW, UNIQUE (scope, scope_id, path)',
        'store_website' => 'website_id ID, code VARCHAR(32) UNIQUE, name VARCHAR(64), sort_order INTEGER DEFAULT 0,'
            . ' default_group_id INTEGER DEFAULT 0, is_default INTEGER DEFAULT 0',
        'store_group' => 'group_id ID, website_id INTEGER, name VARCHAR(255), root_category_id INTEGER DEFAULT 2,'
            . ' default_store_id INTEGER DEFAULT 0, code VARCHAR(32) UNIQUE',
        'store' => 'store_id ID, code VARCHAR(32) UNIQUE, website_id INTEGER, group_id INTEGER, name VARCHAR(255),'
            . ' sort_order INTEGER DEFAULT 0, is_active INTEGER DEFAULT 1',
        'setup_module' => 'module VARCHAR(50) PRIMARY KEY, schema_version VARCHAR(50), data_version VARCHAR(50)',
        'patch_list' => 'patch_id ID, patch_name VARCHAR(1024) NOT NULL',
        'flag' => 'flag_id ID, flag_code VARCHAR(255) UNIQUE, state INTEGER DEFAULT 0, flag_data MEDIUMTEXT,'
            . ' last_update NOW',
        'indexer_state' => 'state_id ID, indexer_id VARCHAR(255) UNIQUE, status VARCHAR(16), updated TIMESTAMP NULL',
        'mview_state' => 'state_id ID, view_id VARCHAR(255) UNIQUE, mode VARCHAR(16), status VARCHAR(16),'
            . ' updated TIMESTAMP NULL, version_id INTEGER',
        'cron_schedule' => 'schedule_id ID, job_code VARCHAR(255) NOT NULL, status VARCHAR(7) NOT NULL, messages TEXT,'
            . ' created_at TIMESTAMP NULL, scheduled_at TIMESTAMP NULL, executed_at TIMESTAMP NULL, finished_at TIMESTAMP NULL',
        'catalog_product_entity' => 'entity_id ID, sku VARCHAR(64) UNIQUE, name VARCHAR(255), price DECIMAL(20,6)',
        'catalog_category_entity' => 'entity_id ID, name VARCHAR(255)',
        'eav_attribute' => 'attribute_id ID, attribute_code VARCHAR(255)',
        'customer_group' => 'customer_group_id ID, customer_group_code VARCHAR(32)',
    ];
    private const TOUCH = 'CREATE TRIGGER IF NOT EXISTS %1$s_touch AFTER UPDATE OF value ON %1$s BEGIN'
        . ' UPDATE %1$s SET updated_at = CURRENT_TIMESTAMP WHERE config_id = NEW.config_id; END';

    private ResourceConnection $resource;

    public function __construct(ResourceConnection $resource)
    {
        $this->resource = $resource;
    }

    public function create(): void
    {
        $connection = $this->resource->getConnection();
        $isSqlite = $connection instanceof Sqlite;
        foreach (self::COLUMNS as $table => $columns) {
            $name = $this->resource->getTableName($table);
            $sql = "CREATE TABLE IF NOT EXISTS `$name` (" . strtr($columns, $this->words($isSqlite)) . ')';
            $connection->query($sql . ($isSqlite ? '' : ' ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_general_ci'));
        }
        if ($isSqlite) {
            $connection->query(sprintf(self::TOUCH, $this->resource->getTableName('core_config_data')));
        }
    }

    /** @return string[] */
    public static function names(): array
    {
        return array_keys(self::COLUMNS);
    }

    private function words(bool $isSqlite): array
    {
        return $isSqlite
            ? ['_id ID' => '_id INTEGER PRIMARY KEY AUTOINCREMENT', ' NOW' => ' TIMESTAMP DEFAULT CURRENT_TIMESTAMP',
                'code VARCHAR(32)' => 'code VARCHAR(32) COLLATE NOCASE', 'path VARCHAR(255)' => 'path VARCHAR(255) COLLATE NOCASE']
            : ['_id ID' => '_id INTEGER PRIMARY KEY AUTO_INCREMENT',
                ' NOW' => ' TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP'];
    }
}
