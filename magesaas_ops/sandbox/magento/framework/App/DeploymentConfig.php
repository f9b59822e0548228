<?php
declare(strict_types=1);

namespace Magento\Framework\App;

use Magento\Framework\App\DeploymentConfig\Reader;

/** env.php over config.php, and MAGENTO_DC_… variables over both. */
class DeploymentConfig
{
    private const VARIABLE_PREFIX = 'MAGENTO_DC_';

    private Reader $reader;
    private ?array $merged = null;

    public function __construct(Reader $reader)
    {
        $this->reader = $reader;
    }

    public function get($key = null, $defaultValue = null)
    {
        $value = $this->all();
        if ($key === null || $key === '') {
            return $value;
        }
        foreach (explode('/', $key) as $name) {
            if (!is_array($value) || !array_key_exists($name, $value)) {
                return $defaultValue;
            }
            $value = $value[$name];
        }
        return $value ?? $defaultValue;
    }

    /** Whether the key stands there at all, were its value null. */
    public function has(string $key): bool
    {
        $absent = new \stdClass();
        $value = $this->all();
        foreach (explode('/', $key) as $name) {
            $value = is_array($value) && array_key_exists($name, $value) ? $value[$name] : $absent;
        }
        return $value !== $absent;
    }

    public function isAvailable()
    {
        return $this->get('install/date') !== null;
    }

    public function isDbAvailable()
    {
        return $this->get('db') !== null;
    }

    public function getConfigData($key = null)
    {
        return $this->get($key);
    }

    public function resetData()
    {
        $this->merged = null;
    }

    private function all(): array
    {
        return $this->merged ??= array_replace_recursive($this->reader->load(), $this->variables());
    }

    private function variables(): array
    {
        $tree = [];
        foreach (getenv() as $name => $value) {
            if (strncmp($name, self::VARIABLE_PREFIX, strlen(self::VARIABLE_PREFIX)) !== 0) {
                continue;
            }
            $place = &$tree;
            foreach (explode('__', strtolower(substr($name, strlen(self::VARIABLE_PREFIX)))) as $key) {
                $place = &$place[$key];
            }
            $place = $value;
            unset($place);
        }
        return $tree;
    }
}
