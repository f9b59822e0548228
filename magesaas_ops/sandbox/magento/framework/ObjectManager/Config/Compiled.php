<?php
declare(strict_types=1);

namespace Magento\Framework\ObjectManager\Config;

use Magento\Framework\ObjectManager\ConfigInterface;

/** The arguments of every class, as they were when the code was compiled. */
class Compiled implements ConfigInterface
{
    private array $signatures;

    public function __construct(array $signatures)
    {
        $this->signatures = $signatures;
    }

    public function getArguments($type)
    {
        return isset($this->signatures[$type]) ? array_fill_keys($this->signatures[$type], null) : null;
    }
}
