<?php
declare(strict_types=1);

namespace Magento\Framework;

interface ObjectManagerInterface
{
    public function create($type, array $arguments = []);

    public function get($type);

    public function configure(array $configuration);
}
