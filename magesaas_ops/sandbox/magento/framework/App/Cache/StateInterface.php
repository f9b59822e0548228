<?php
declare(strict_types=1);

namespace Magento\Framework\App\Cache;

interface StateInterface
{
    public function isEnabled($cacheType);

    public function setEnabled($cacheType, $isEnabled);

    public function persist();
}
