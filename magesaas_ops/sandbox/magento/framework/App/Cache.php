<?php
declare(strict_types=1);

namespace Magento\Framework\App;

use Magento\Framework\Cache\FileStorage;

class Cache implements CacheInterface
{
    private FileStorage $storage;

    public function __construct(FileStorage $storage)
    {
        $this->storage = $storage;
    }

    public function load($identifier)
    {
        return $this->storage->load($identifier) ?? false;
    }

    public function save($data, $identifier, $tags = [], $lifeTime = null)
    {
        unset($lifeTime);
        $this->storage->save($identifier, (string)$data, $tags);
        return true;
    }

    public function clean($tags = [])
    {
        $tags ? $this->storage->clean((array)$tags) : $this->storage->flush();
        return true;
    }
}
