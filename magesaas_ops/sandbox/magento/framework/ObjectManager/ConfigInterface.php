<?php
declare(strict_types=1);

namespace Magento\Framework\ObjectManager;

interface ConfigInterface
{
    public function getArguments($type);
}
