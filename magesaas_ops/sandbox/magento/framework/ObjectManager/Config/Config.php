<?php
declare(strict_types=1);

namespace Magento\Framework\ObjectManager\Config;

use Magento\Framework\ObjectManager\ConfigInterface;

/** Without compiled code, every class is looked at when it is needed. */
class Config implements ConfigInterface
{
    public function getArguments($type)
    {
        unset($type);
        return null;
    }
}
