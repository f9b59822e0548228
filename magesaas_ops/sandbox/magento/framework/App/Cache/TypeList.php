<?php
declare(strict_types=1);

namespace Magento\Framework\App\Cache;

use Magento\Config\App\Config\Type\System;
use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\ObjectManager;
use Magento\Framework\Cache\FileStorage;

class TypeList implements TypeListInterface
{
    private const TAGS = [
        'config' => 'CONFIG', 'layout' => 'LAYOUT_GENERAL_CACHE_TAG', 'block_html' => 'BLOCK_HTML',
        'collections' => 'COLLECTION_DATA', 'reflection' => 'REFLECTION', 'db_ddl' => 'DB_DDL',
        'compiled_config' => 'COMPILED_CONFIG', 'eav' => 'EAV', 'config_integration' => 'INTEGRATION',
        'config_integration_api' => 'INTEGRATION_API_CONFIG', 'full_page' => 'FPC',
        'config_webservice' => 'WEBSERVICE', 'translate' => 'TRANSLATE',
    ];

    private FileStorage $storage;
    private StateInterface $state;
    private array $invalidated = [];

    public function __construct(FileStorage $storage, StateInterface $state)
    {
        $this->storage = $storage;
        $this->state = $state;
    }

    public function getTypes()
    {
        $types = [];
        foreach (self::TAGS as $code => $tag) {
            $types[$code] = new \Magento\Framework\DataObject(
                ['id' => $code, 'cache_type' => $code, 'tags' => $tag, 'status' => (int)$this->state->isEnabled($code)]
            );
        }
        return $types;
    }

    public function cleanType($typeCode)
    {
        if (!isset(self::TAGS[$typeCode])) {
            return;
        }
        if (!$this->state->isEnabled($typeCode)) {
            return;
        }
        $this->storage->clean([self::TAGS[$typeCode]], $typeCode === 'full_page' ? 'page_cache' : 'cache');
        unset($this->invalidated[$typeCode]);
        $objects = ObjectManager::getInstance();
        if (!$objects->get(DeploymentConfig::class)->isDbAvailable()) {
            return;
        }
        if ($typeCode === 'config') {
            $objects->get(System::class)->warm();
        } elseif ($typeCode === 'full_page') {
            // Whether pages are kept by Varnish, which then is purged as well, is a value too.
            $objects->get(ScopeConfigInterface::class)->getValue('system/full_page_cache/caching_application');
        }
    }

    public function invalidate($typeCode)
    {
        foreach ((array)$typeCode as $code) {
            $this->invalidated[$code] = true;
        }
    }

    public function getInvalidated()
    {
        return array_intersect_key($this->getTypes(), $this->invalidated);
    }
}
