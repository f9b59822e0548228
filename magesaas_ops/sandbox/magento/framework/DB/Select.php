<?php
declare(strict_types=1);

namespace Magento\Framework\DB;

use Magento\Framework\DB\Adapter\AdapterInterface;

/** The part of a query builder that configuration code uses. */
class Select
{
    public const SQL_ASC = 'ASC';
    public const SQL_DESC = 'DESC';

    private AdapterInterface $adapter;
    private array $columns = [];
    private array $tables = [];
    private array $conditions = [];
    private array $order = [];
    private ?string $limit = null;
    private bool $forUpdate = false;

    public function __construct(AdapterInterface $adapter)
    {
        $this->adapter = $adapter;
    }

    public function from($name, $cols = '*', $schema = null)
    {
        unset($schema);
        $this->table('', $name, $cols, '');
        return $this;
    }

    public function join($name, $cond, $cols = '*', $schema = null)
    {
        return $this->joinInner($name, $cond, $cols, $schema);
    }

    public function joinInner($name, $cond, $cols = '*', $schema = null)
    {
        unset($schema);
        $this->table(' INNER JOIN ', $name, $cols, " ON $cond");
        return $this;
    }

    public function joinLeft($name, $cond, $cols = '*', $schema = null)
    {
        unset($schema);
        $this->table(' LEFT JOIN ', $name, $cols, " ON $cond");
        return $this;
    }

    public function where($cond, $value = null, $type = null)
    {
        $text = func_num_args() > 1 ? $this->adapter->quoteInto($cond, $value, $type) : $cond;
        $this->conditions[] = "($text)";
        return $this;
    }

    public function order($spec)
    {
        foreach ((array)$spec as $one) {
            $this->order[] = $one;
        }
        return $this;
    }

    public function limit($count = null, $offset = null)
    {
        $this->limit = ' LIMIT ' . (int)$count . ($offset ? ' OFFSET ' . (int)$offset : '');
        return $this;
    }

    public function forUpdate($flag = true)
    {
        $this->forUpdate = (bool)$flag;
        return $this;
    }

    public function assemble()
    {
        return 'SELECT ' . implode(', ', $this->columns) . ' FROM ' . implode('', $this->tables)
            . ($this->conditions ? ' WHERE ' . implode(' AND ', $this->conditions) : '')
            . ($this->order ? ' ORDER BY ' . implode(', ', $this->order) : '')
            . $this->limit . ($this->forUpdate ? ' FOR UPDATE' : '');
    }

    public function __toString(): string
    {
        return $this->assemble();
    }

    private function table(string $join, $name, $cols, string $condition): void
    {
        $alias = is_array($name) ? key($name) : $name;
        $table = is_array($name) ? current($name) : $name;
        $as = is_string($alias) && $alias !== $table ? ' AS ' . $this->adapter->quoteIdentifier($alias) : '';
        $alias = $as === '' ? $table : $alias;
        $this->tables[] = $join . $this->adapter->quoteIdentifier($table) . $as . $condition;
        foreach (is_array($cols) ? $cols : array_filter([$cols]) as $label => $column) {
            $this->columns[] = $this->column($alias, $column) . (is_string($label) ? " AS `$label`" : '');
        }
    }

    private function column(string $alias, $column): string
    {
        if ($column instanceof \Zend_Db_Expr || preg_match('/\(.*\)/', (string)$column)) {
            return (string)$column;
        }
        return $this->adapter->quoteIdentifier($alias) . '.' . ($column === '*' ? '*' : "`$column`");
    }
}
