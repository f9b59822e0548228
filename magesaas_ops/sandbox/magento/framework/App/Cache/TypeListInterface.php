<?php
declare(strict_types=1);

namespace Magento\Framework\App\Cache;

interface TypeListInterface
{
    public function getTypes();

    public function cleanType($typeCode);

    public function invalidate($typeCode);

    public function getInvalidated();
}
