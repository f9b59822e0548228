<?php
declare(strict_types=1);

namespace Magento\Framework\App;

interface CacheInterface
{
    public function load($identifier);

    public function save($data, $identifier, $tags = [], $lifeTime = null);

    public function clean($tags = []);
}
