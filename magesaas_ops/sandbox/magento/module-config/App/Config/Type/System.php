<?php
declare(strict_types=1);

namespace Magento\Config\App\Config\Type;

use Magento\Config\App\Config\Source\Merged;
use Magento\Framework\App\Cache\StateInterface;
use Magento\Framework\Cache\FileStorage;
use Magento\Framework\Encryption\EncryptorInterface;

/**
 * The effective values of every scope: in memory, else in the config cache (encrypted), else put together anew.
 *
 * Whatever the process that fills the cache sees (its environment variables, its open transaction) is then what all see.
 */
class System
{
    public const CACHE_TAG = 'config_scopes';
    private const CACHE_ID = 'system_config';

    private Merged $source;
    private FileStorage $cache;
    private StateInterface $cacheState;
    private EncryptorInterface $encryptor;
    private ?array $values = null;

    public function __construct(
        Merged $source,
        FileStorage $cache,
        StateInterface $cacheState,
        EncryptorInterface $encryptor
    ) {
        $this->source = $source;
        $this->cache = $cache;
        $this->cacheState = $cacheState;
        $this->encryptor = $encryptor;
    }

    public function get($path = '')
    {
        $this->values ??= $this->cached() ?? $this->fresh();
        $value = $this->values;
        foreach ($path === '' ? [] : explode('/', $path) as $key) {
            if (!is_array($value) || !array_key_exists($key, $value)) {
                return null;
            }
            $value = $value[$key];
        }
        return $value;
    }

    public function clean()
    {
        $this->values = null;
        $this->cache->clean([self::CACHE_TAG]);
    }

    public function warm(): void
    {
        $this->fresh();
    }

    private function cached(): ?array
    {
        $content = $this->cacheState->isEnabled('config') ? $this->cache->load(self::CACHE_ID) : null;
        $text = $content === null ? '' : $this->encryptor->decrypt($content);
        return $text === '' ? null : json_decode($text, true);
    }

    private function fresh(): array
    {
        $values = $this->source->get();
        if ($this->cacheState->isEnabled('config')) {
            $content = $this->encryptor->encrypt((string)json_encode($values));
            $this->cache->save(self::CACHE_ID, $content, ['CONFIG', self::CACHE_TAG]);
        }
        return $values;
    }
}
