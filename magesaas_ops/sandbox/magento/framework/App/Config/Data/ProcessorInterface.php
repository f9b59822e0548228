<?php
declare(strict_types=1);

namespace Magento\Framework\App\Config\Data;

interface ProcessorInterface
{
    public function processValue($value);
}
