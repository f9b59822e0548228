<?php
declare(strict_types=1);

namespace Magento\Config\Model\Placeholder;

/** CONFIG__SCOPE__CODE__PATH variables; seen only when PHP fills $_ENV (variables_order with E). */
class Environment
{
    private const PREFIX = 'CONFIG__';

    public function generate($path, $scopeType = 'default', $scopeCode = null)
    {
        $parts = $scopeType === 'default' ? [$scopeType, $path] : [$scopeType, (string)$scopeCode, $path];
        return self::PREFIX . strtoupper(str_replace('/', '__', implode('/', $parts)));
    }

    public function isApplicable($placeholder)
    {
        return (bool)preg_match('/^' . self::PREFIX . '[A-Z0-9_]+$/', (string)$placeholder);
    }

    /** @return array<string, string> path → value of the variables of one scope */
    public function values(string $scope, string $code): array
    {
        $prefix = $scope === 'default' ? $scope : "$scope/$code";
        $prefix = self::PREFIX . strtoupper(str_replace('/', '__', $prefix)) . '__';
        $values = [];
        foreach ($_ENV as $name => $value) {
            if (strncmp($name, $prefix, strlen($prefix)) === 0) {
                $values[strtolower(str_replace('__', '/', substr($name, strlen($prefix))))] = $value;
            }
        }
        return $values;
    }
}
