<?php
declare(strict_types=1);

namespace Magento\Framework\App;

use Magento\Framework\App\Filesystem\DirectoryList;
use Magento\Framework\Cache\FileStorage;

/** The product package that composer.lock names; remembered in the config cache, so possibly stale. */
class ProductMetadata implements ProductMetadataInterface
{
    public const EDITION_NAME = 'Community';
    public const PRODUCT_NAME = 'Magento';
    private const CACHE_ID = 'mage-version';
    private const EDITIONS = [
        'magento/product-enterprise-edition' => 'Enterprise',
        'magento/product-community-edition' => 'Community',
    ];

    private DirectoryList $directories;
    private FileStorage $cache;

    public function __construct(DirectoryList $directories, FileStorage $cache)
    {
        $this->directories = $directories;
        $this->cache = $cache;
    }

    public function getVersion()
    {
        $version = $this->cache->load(self::CACHE_ID);
        if ($version === null) {
            $version = current($this->products()) ?: 'UNKNOWN';
            $this->cache->save(self::CACHE_ID, $version, ['CONFIG']);
        }
        return $version;
    }

    public function getEdition()
    {
        return self::EDITIONS[key($this->products())] ?? self::EDITION_NAME;
    }

    public function getName()
    {
        return self::PRODUCT_NAME;
    }

    private function products(): array
    {
        $root = $this->directories->getRoot();
        if (!is_file("$root/composer.json")) {
            throw new \InvalidArgumentException("Composer file not found: $root/composer.json");
        }
        if (!is_file("$root/composer.lock")) {
            throw new \LogicException('No lockfile found. Unable to read locked packages');
        }
        $lock = json_decode((string)file_get_contents("$root/composer.lock"), true);
        $versions = array_column($lock['packages'] ?? [], 'version', 'name');
        return array_filter(array_replace(array_fill_keys(array_keys(self::EDITIONS), null), array_intersect_key($versions, self::EDITIONS)));
    }
}
