<?php
declare(strict_types=1);

namespace Magento\Framework\App;

use Magento\Config\App\Config\Type\System;
use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Store\Model\StoreManagerInterface;

/** Effective configuration values, through the config cache. */
class Config implements ScopeConfigInterface
{
    private const SCOPES = [
        'website' => 'websites', 'websites' => 'websites', 'store' => 'stores', 'stores' => 'stores',
    ];

    private System $system;

    public function __construct(System $system)
    {
        $this->system = $system;
    }

    public function getValue($path = null, $scopeType = self::SCOPE_TYPE_DEFAULT, $scopeCode = null)
    {
        $scope = self::SCOPES[$scopeType] ?? $scopeType;
        if ($scope !== self::SCOPE_TYPE_DEFAULT) {
            $scope .= '/' . strtolower($this->code($scope, $scopeCode));
        }
        return $this->system->get($path ? "$scope/$path" : $scope);
    }

    public function isSetFlag($path, $scopeType = self::SCOPE_TYPE_DEFAULT, $scopeCode = null)
    {
        return (bool)$this->getValue($path, $scopeType, $scopeCode);
    }

    private function code(string $scope, $scopeCode): string
    {
        if (is_object($scopeCode)) {
            return $scopeCode->getCode();
        }
        if ($scopeCode !== null && !is_numeric($scopeCode)) {
            return (string)$scopeCode;
        }
        $stores = ObjectManager::getInstance()->get(StoreManagerInterface::class);
        $object = $scope === 'websites' ? $stores->getWebsite($scopeCode) : $stores->getStore($scopeCode);
        return (string)$object->getCode();
    }
}
