<?php
declare(strict_types=1);

namespace Magento\Framework\App\Cache;

use Magento\Config\App\Config\Type\System;
use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\ObjectManager;
use Magento\Framework\App\ProductMetadataInterface;
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
    private const WARMING_SINCE = '2.4.7';

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
        $this->storage->clean([self::TAGS[$typeCode]], $typeCode === 'full_page' ? 'page_cache' : 'cache');
        unset($this->invalidated[$typeCode]);
        $objects = ObjectManager::getInstance();
        $isInstalled = $objects->get(DeploymentConfig::class)->isDbAvailable();
        if ($typeCode === 'config' && $isInstalled && $this->isWarming($objects->get(ProductMetadataInterface::class))) {
            $objects->get(System::class)->warm();
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

    private function isWarming(ProductMetadataInterface $product): bool
    {
        return version_compare($product->getVersion(), self::WARMING_SINCE, '>=');
    }
}
