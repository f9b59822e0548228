<?php
declare(strict_types=1);

namespace Magento\Config\App\Config\Type;

use Magento\Config\App\Config\Source\Merged;
use Magento\Framework\App\Cache\Type\Config as ConfigCache;
use Magento\Framework\App\ProductMetadataInterface;
use Magento\Framework\Encryption\EncryptorInterface;
use Magento\Framework\Lock\LockManagerInterface;

/**
 * The effective values of every scope: in memory, else in the config cache (encrypted), else put together anew.
 *
 * Whatever the process that fills the cache sees (its environment variables, its open transaction) is then what all see.
 */
class System
{
    public const CACHE_TAG = 'config_scopes';
    private const CACHE_ID = 'system';
    private const LOCK = 'SYSTEM_CONFIG';
    private const LOCK_SECONDS = 10;
    private const FILLED_WHEN_CLEANED_SINCE = '2.4.7';

    private Merged $source;
    private ConfigCache $cache;
    private EncryptorInterface $encryptor;
    private LockManagerInterface $locks;
    private ProductMetadataInterface $product;
    private ?array $values = null;

    public function __construct(
        Merged $source,
        ConfigCache $cache,
        EncryptorInterface $encryptor,
        LockManagerInterface $locks,
        ProductMetadataInterface $product
    ) {
        $this->source = $source;
        $this->cache = $cache;
        $this->encryptor = $encryptor;
        $this->locks = $locks;
        $this->product = $product;
    }

    public function get($path = '')
    {
        $this->values ??= $this->cached() ?? $this->fill();
        $value = $this->values;
        foreach ($path === '' ? [] : explode('/', $path) as $key) {
            if (!is_array($value) || !array_key_exists($key, $value)) {
                return null;
            }
            $value = $value[$key];
        }
        return $value;
    }

    /** Newer Magentos fill the cache in the process that cleans it. */
    public function clean()
    {
        $this->values = null;
        if ($this->isFilledWhenCleaned()) {
            $this->fill();
        } else {
            $this->cache->clean('matchingTag', [self::CACHE_TAG]);
        }
    }

    public function warm(): void
    {
        if ($this->isFilledWhenCleaned()) {
            $this->fill();
        }
    }

    private function isFilledWhenCleaned(): bool
    {
        return version_compare($this->product->getVersion(), self::FILLED_WHEN_CLEANED_SINCE, '>=');
    }

    private function cached(): ?array
    {
        $content = $this->cache->load(self::CACHE_ID);
        $values = $content === false ? false : unserialize($this->encryptor->decrypt($content), ['allowed_classes' => false]);
        return is_array($values) ? $values : null;
    }

    private function fill(): array
    {
        $isLocked = $this->locks->lock(self::LOCK, self::LOCK_SECONDS);
        try {
            $values = $this->source->get();
            $this->keep(self::CACHE_ID, $values);
            $this->keep('system_default', $values['default']);
            foreach (['websites', 'stores'] as $scope) {
                foreach ($values[$scope] as $code => $tree) {
                    $this->keep("system_{$scope}_$code", $tree);
                }
            }
            $this->keep('system_scopes', array_map('array_keys', array_diff_key($values, ['default' => 1])));
            return $values;
        } finally {
            $isLocked && $this->locks->unlock(self::LOCK);
        }
    }

    private function keep(string $id, array $values): void
    {
        $this->cache->save($this->encryptor->encrypt(serialize($values)), $id, [self::CACHE_TAG]);
    }
}
