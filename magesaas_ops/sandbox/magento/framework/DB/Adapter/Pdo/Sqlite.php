<?php
declare(strict_types=1);

namespace Magento\Framework\DB\Adapter\Pdo;

use Magento\Framework\DB\Adapter\DuplicateException;
use Magento\Framework\DB\Adapter\LockWaitException;
use Magento\Framework\DB\Adapter\TableNotFoundException;

/** SQLite that answers as MariaDB would: named locks, row locks, three-byte UTF-8, columns of 65535 bytes. */
class Sqlite extends Mysql
{
    private const TEXT_BYTES = 65535;
    private const LOCK_WAIT_SECONDS = 50;

    public function describeTable($tableName, $schemaName = null)
    {
        unset($schemaName);
        $sql = 'SELECT name AS COLUMN_NAME, type AS DATA_TYPE FROM pragma_table_info(?)';
        return array_column($this->fetchAll($sql, [$tableName]), null, 'COLUMN_NAME');
    }

    protected function connect(): \PDO
    {
        $file = $this->settings['dbname'];
        if (!is_file($file)) {
            throw new \PDOException("SQLSTATE[HY000] [2002] No such file or directory ($file)", 2002);
        }
        $pdo = new \PDO("sqlite:$file", null, null, [
            \PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION,
            \PDO::ATTR_STRINGIFY_FETCHES => true,
            \PDO::ATTR_TIMEOUT => self::LOCK_WAIT_SECONDS,
        ]);
        $pdo->exec('PRAGMA synchronous = OFF');
        $locks = new NamedLocks("$file-locks");
        $pdo->sqliteCreateFunction('GET_LOCK', [$locks, 'acquire'], 2);
        $pdo->sqliteCreateFunction('RELEASE_LOCK', [$locks, 'release'], 1);
        $pdo->sqliteCreateFunction('IS_USED_LOCK', [$locks, 'isUsed'], 1);
        $pdo->sqliteCreateFunction('DATABASE', fn() => basename($file), 0);
        $pdo->sqliteCreateFunction('UNIX_TIMESTAMP', 'time', 0);
        $pdo->sqliteCreateFunction('NOW', fn() => gmdate('Y-m-d H:i:s'), 0);
        return $pdo;
    }

    protected function beginStatement(): string
    {
        return 'BEGIN IMMEDIATE';
    }

    protected function onDuplicate(array $columns): string
    {
        $set = array_map(fn($column) => "`$column` = excluded.`$column`", $columns);
        return ' ON CONFLICT DO UPDATE SET ' . implode(', ', $set);
    }

    protected function execute(string $sql, array $bind): \PDOStatement
    {
        if (preg_match('/^\s*SET\s/i', $sql)) {
            if (preg_match('/innodb_lock_wait_timeout\s*=\s*(\d+)/i', $sql, $found)) {
                $this->getConnection()->setAttribute(\PDO::ATTR_TIMEOUT, (int)$found[1]);
            }
            $sql = 'SELECT 1 WHERE 0';
        } elseif (preg_match('/^\s*SHOW TABLES/i', $sql)) {
            $sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
        } elseif (preg_match('/^\s*SHOW GLOBAL VARIABLES/i', $sql)) {
            $sql = "SELECT 'hostname' AS Variable_name, '" . gethostname() . "' AS Value UNION SELECT 'datadir', '"
                . dirname($this->settings['dbname']) . "'";
        } elseif (preg_match('/^\s*SHOW GLOBAL STATUS/i', $sql)) {
            $sql = "SELECT 'Uptime' AS Variable_name, UNIX_TIMESTAMP() AS Value";
        }
        $sql = preg_replace('/\s+(FOR UPDATE|LOCK IN SHARE MODE)\s*;?\s*$/i', '', $sql);
        return parent::execute($this->inThreeByteUtf8($sql), array_map([$this, 'asStored'], $bind));
    }

    protected function translated(\PDOException $e, string $sql): \Exception
    {
        $text = $e->getMessage() . ', query was: ' . $sql;
        if (strpos($e->getMessage(), 'UNIQUE constraint failed') !== false) {
            return new DuplicateException($text, 1062, $e);
        }
        if (strpos($e->getMessage(), 'database is locked') !== false) {
            return new LockWaitException($text, 1205, $e);
        }
        if (strpos($e->getMessage(), 'no such table') !== false) {
            return new TableNotFoundException($text, 1146, $e);
        }
        return parent::translated($e, $sql);
    }

    private function asStored($value)
    {
        return is_string($value) ? mb_strcut($this->inThreeByteUtf8($value), 0, self::TEXT_BYTES, 'UTF-8') : $value;
    }

    /** What `SET NAMES utf8` makes of characters outside the basic plane. */
    private function inThreeByteUtf8(string $text): string
    {
        return preg_replace('/[\xF0-\xF4][\x80-\xBF]{3}/', '????', $text);
    }
}
