<?php
declare(strict_types=1);

namespace Magento\Framework\DB\Adapter\Pdo;

use Magento\Framework\DB\Adapter\AdapterInterface;
use Magento\Framework\DB\Adapter\DeadlockException;
use Magento\Framework\DB\Adapter\DuplicateException;
use Magento\Framework\DB\Adapter\LockWaitException;
use Magento\Framework\DB\Adapter\TableNotFoundException;
use Magento\Framework\DB\Select;

/** One PDO connection, opened by its first use; transactions nest by counting. */
class Mysql implements AdapterInterface
{
    private const EXCEPTIONS = [
        1062 => DuplicateException::class, 1205 => LockWaitException::class,
        1213 => DeadlockException::class, 1146 => TableNotFoundException::class,
    ];

    protected array $settings;
    private ?\PDO $connection = null;
    private int $transactionLevel = 0;
    private bool $isRolledBack = false;

    public function __construct(array $settings)
    {
        $this->settings = $settings;
    }

    public function __destruct()
    {
        if ($this->transactionLevel > 0) {
            trigger_error('Some transactions have not been committed or rolled back', E_USER_ERROR);
        }
    }

    public function getConnection(): \PDO
    {
        if ($this->connection === null) {
            try {
                $this->connection = $this->connect();
            } catch (\PDOException $e) {
                throw new \Zend_Db_Adapter_Exception($e->getMessage(), (int)$e->getCode(), $e);
            }
        }
        return $this->connection;
    }

    public function closeConnection()
    {
        $this->connection = null;
    }

    public function beginTransaction()
    {
        if ($this->isRolledBack) {
            throw new \Exception('Rolled back transaction has not been completed correctly.');
        }
        if ($this->transactionLevel === 0) {
            $this->execute($this->beginStatement(), []);
        }
        $this->transactionLevel++;
        return $this;
    }

    public function commit()
    {
        $this->closeLevel();
        if ($this->isRolledBack) {
            throw new \Exception('Rolled back transaction has not been completed correctly.');
        }
        if ($this->transactionLevel === 1) {
            $this->execute('COMMIT', []);
        }
        $this->transactionLevel--;
        return $this;
    }

    public function rollBack()
    {
        $this->closeLevel();
        if ($this->transactionLevel === 1) {
            $this->isRolledBack = false;
            $this->execute('ROLLBACK', []);
        } else {
            $this->isRolledBack = true;
        }
        $this->transactionLevel--;
        return $this;
    }

    public function getTransactionLevel()
    {
        return $this->transactionLevel;
    }

    public function query($sql, $bind = [])
    {
        $sql = (string)$sql;
        if ($this->transactionLevel > 0 && preg_match('/^\s*(create|alter|drop|truncate|rename)\s/i', $sql)) {
            throw new \Exception('DDL statements are not allowed in transactions');
        }
        return $this->execute($sql, is_array($bind) ? $bind : [$bind]);
    }

    public function fetchAll($sql, $bind = [], $fetchMode = null)
    {
        return $this->query($sql, $bind)->fetchAll($fetchMode ?? \PDO::FETCH_ASSOC);
    }

    public function fetchRow($sql, $bind = [], $fetchMode = null)
    {
        return $this->query($sql, $bind)->fetch($fetchMode ?? \PDO::FETCH_ASSOC);
    }

    public function fetchCol($sql, $bind = [])
    {
        return $this->query($sql, $bind)->fetchAll(\PDO::FETCH_COLUMN);
    }

    public function fetchPairs($sql, $bind = [])
    {
        return $this->query($sql, $bind)->fetchAll(\PDO::FETCH_KEY_PAIR);
    }

    public function fetchOne($sql, $bind = [])
    {
        return $this->query($sql, $bind)->fetchColumn();
    }

    public function select(): Select
    {
        return new Select($this);
    }

    public function insert($table, array $bind)
    {
        return $this->insertMultiple($table, $bind);
    }

    public function insertMultiple($table, array $data)
    {
        [$sql, $values] = $this->insertStatement($table, is_array(reset($data)) ? $data : [$data]);
        return $this->query($sql, $values)->rowCount();
    }

    public function insertOnDuplicate($table, array $data, array $fields = [])
    {
        $rows = is_array(reset($data)) ? $data : [$data];
        [$sql, $values] = $this->insertStatement($table, $rows);
        $sql .= $this->onDuplicate($fields ?: array_keys(reset($rows)));
        return $this->query($sql, $values)->rowCount();
    }

    public function update($table, array $bind, $where = '')
    {
        $set = [];
        foreach (array_keys($bind) as $column) {
            $set[] = $this->quoteIdentifier($column) . ' = ?';
        }
        $sql = 'UPDATE ' . $this->quoteIdentifier($table) . ' SET ' . implode(', ', $set) . $this->whereClause($where);
        return $this->query($sql, array_values($bind))->rowCount();
    }

    public function delete($table, $where = '')
    {
        return $this->query('DELETE FROM ' . $this->quoteIdentifier($table) . $this->whereClause($where))->rowCount();
    }

    public function lastInsertId($tableName = null, $primaryKey = null)
    {
        unset($tableName, $primaryKey);
        return $this->getConnection()->lastInsertId();
    }

    public function quote($value, $type = null)
    {
        if (is_array($value)) {
            return implode(', ', array_map([$this, 'quote'], $value));
        }
        if ($value instanceof \Zend_Db_Expr || is_int($value) || is_float($value)) {
            return (string)$value;
        }
        unset($type);
        return $value === null ? 'NULL' : $this->getConnection()->quote((string)$value);
    }

    public function quoteInto($text, $value, $type = null, $count = null)
    {
        unset($count);
        return str_replace('?', $this->quote($value, $type), $text);
    }

    public function quoteIdentifier($ident, $auto = false)
    {
        unset($auto);
        return '`' . implode('`.`', explode('.', str_replace('`', '``', (string)$ident))) . '`';
    }

    public function isTableExists($tableName, $schemaName = null)
    {
        return $this->describeTable($tableName, $schemaName) !== [];
    }

    public function tableColumnExists($tableName, $columnName, $schemaName = null)
    {
        return isset($this->describeTable($tableName, $schemaName)[$columnName]);
    }

    public function describeTable($tableName, $schemaName = null)
    {
        unset($schemaName);
        $sql = 'SELECT column_name AS COLUMN_NAME, data_type AS DATA_TYPE FROM information_schema.columns'
            . ' WHERE table_schema = DATABASE() AND table_name = ?';
        return array_column($this->fetchAll($sql, [$tableName]), null, 'COLUMN_NAME');
    }

    public function getTables($likeCondition = null)
    {
        $tables = $this->fetchCol('SHOW TABLES');
        return $likeCondition === null ? $tables : array_values(array_filter($tables, fn($t) => fnmatch($likeCondition, $t)));
    }

    protected function connect(): \PDO
    {
        $place = strpos($this->settings['host'], '/') === 0
            ? 'unix_socket=' . $this->settings['host']
            : 'host=' . implode(';port=', explode(':', $this->settings['host'], 2));
        $pdo = new \PDO(
            "mysql:$place;dbname={$this->settings['dbname']}",
            $this->settings['username'],
            $this->settings['password'],
            [\PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION, \PDO::ATTR_STRINGIFY_FETCHES => true,
                \PDO::MYSQL_ATTR_MULTI_STATEMENTS => false]
        );
        $pdo->exec("SET SQL_MODE=''");
        $pdo->exec("SET time_zone = '+00:00'");
        $pdo->exec($this->settings['initStatements'] ?? 'SET NAMES utf8;');
        return $pdo;
    }

    protected function beginStatement(): string
    {
        return 'START TRANSACTION';
    }

    protected function onDuplicate(array $columns): string
    {
        $set = array_map(fn($column) => "`$column` = VALUES(`$column`)", $columns);
        return ' ON DUPLICATE KEY UPDATE ' . implode(', ', $set);
    }

    protected function execute(string $sql, array $bind): \PDOStatement
    {
        $connection = $this->getConnection();
        try {
            $statement = $connection->prepare($sql);
            $statement->execute($bind);
            return $statement;
        } catch (\PDOException $e) {
            throw $this->translated($e, $sql);
        }
    }

    protected function translated(\PDOException $e, string $sql): \Exception
    {
        $class = self::EXCEPTIONS[$e->errorInfo[1] ?? 0] ?? \Zend_Db_Statement_Exception::class;
        return new $class($e->getMessage() . ', query was: ' . $sql, (int)$e->getCode(), $e);
    }

    private function closeLevel(): void
    {
        if ($this->transactionLevel === 0) {
            throw new \Exception('Asymmetric transaction rollback.');
        }
    }

    private function insertStatement($table, array $rows): array
    {
        $columns = array_keys(reset($rows));
        $places = '(' . implode(', ', array_fill(0, count($columns), '?')) . ')';
        $sql = 'INSERT INTO ' . $this->quoteIdentifier($table)
            . ' (' . implode(', ', array_map([$this, 'quoteIdentifier'], $columns)) . ') VALUES '
            . implode(', ', array_fill(0, count($rows), $places));
        return [$sql, array_merge(...array_map('array_values', array_values($rows)))];
    }

    private function whereClause($where): string
    {
        $parts = [];
        foreach ((array)$where as $condition => $value) {
            $parts[] = '(' . (is_int($condition) ? $value : $this->quoteInto($condition, $value)) . ')';
        }
        return $parts && $where !== '' ? ' WHERE ' . implode(' AND ', $parts) : '';
    }
}
