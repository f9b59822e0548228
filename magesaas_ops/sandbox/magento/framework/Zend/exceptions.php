<?php
declare(strict_types=1);

class Zend_Exception extends Exception
{
}

class Zend_Db_Exception extends Zend_Exception
{
}

class Zend_Db_Adapter_Exception extends Zend_Db_Exception
{
}

class Zend_Db_Statement_Exception extends Zend_Db_Exception
{
}

class Zend_Cache_Exception extends Zend_Exception
{
}

class Zend_Db_Expr
{
    private string $expression;

    public function __construct($expression)
    {
        $this->expression = (string)$expression;
    }

    public function __toString(): string
    {
        return $this->expression;
    }
}
