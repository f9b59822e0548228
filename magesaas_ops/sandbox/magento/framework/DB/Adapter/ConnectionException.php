<?php
declare(strict_types=1);

namespace Magento\Framework\DB\Adapter;

class ConnectionException extends \Zend_Db_Adapter_Exception
{
}
