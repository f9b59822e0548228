<?php
declare(strict_types=1);

namespace Magento\Framework;

/** A bag of data with getFooBar() for its key foo_bar. */
class DataObject
{
    protected array $_data;

    public function __construct(array $data = [])
    {
        $this->_data = $data;
    }

    public function getData($key = '')
    {
        return $key === '' ? $this->_data : ($this->_data[$key] ?? null);
    }

    public function setData($key, $value = null)
    {
        $this->_data = is_array($key) ? $key : [$key => $value] + $this->_data;
        return $this;
    }

    public function __call($method, $arguments)
    {
        $key = strtolower(trim((string)preg_replace('/([A-Z])/', '_$1', substr($method, 3)), '_'));
        if (strncmp($method, 'get', 3) === 0) {
            return $this->getData($key);
        }
        if (strncmp($method, 'set', 3) === 0) {
            return $this->setData($key, $arguments[0] ?? null);
        }
        throw new \BadMethodCallException("Invalid method $method");
    }
}
