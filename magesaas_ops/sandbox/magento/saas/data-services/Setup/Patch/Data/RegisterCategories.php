<?php
declare(strict_types=1);

namespace Magento\DataServices\Setup\Patch\Data;

use Magento\Framework\Setup\Patch\DataPatchInterface;

class RegisterCategories implements DataPatchInterface
{
    public static function getDependencies()
    {
        return [];
    }

    public function getAliases()
    {
        return [];
    }

    public function apply()
    {
        return $this;
    }
}
