<?php
declare(strict_types=1);

namespace Magento\Framework\App\Cache\Type;

use Magento\Framework\App\Cache\StateInterface;
use Magento\Framework\Cache\FileStorage;

/** The configuration cache type: while it is off, it holds nothing, and nothing can be taken out of it either. */
class Config
{
    public const TYPE_IDENTIFIER = 'config';
    public const CACHE_TAG = 'CONFIG';

    private FileStorage $storage;
    private StateInterface $state;

    public function __construct(FileStorage $storage, StateInterface $state)
    {
        $this->storage = $storage;
        $this->state = $state;
    }

    public function load($identifier)
    {
        return $this->isOn() ? $this->storage->load($identifier) ?? false : false;
    }

    public function save($data, $identifier, array $tags = [], $lifeTime = null)
    {
        unset($lifeTime);
        if ($this->isOn()) {
            $this->storage->save($identifier, (string)$data, array_merge($tags, [self::CACHE_TAG]));
        }
        return true;
    }

    public function clean($mode = 'all', array $tags = [])
    {
        if ($this->isOn()) {
            $this->storage->clean($mode === 'matchingTag' ? $tags : [self::CACHE_TAG]);
        }
        return true;
    }

    private function isOn(): bool
    {
        return (bool)$this->state->isEnabled(self::TYPE_IDENTIFIER);
    }
}
