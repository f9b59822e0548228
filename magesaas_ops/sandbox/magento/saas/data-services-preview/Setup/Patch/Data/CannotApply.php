<?php
declare(strict_types=1);

namespace Magento\DataServicesPreview\Setup\Patch\Data;

use Magento\Framework\Setup\Patch\DataPatchInterface;

class CannotApply implements DataPatchInterface
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
        throw new \RuntimeException('This preview cannot be applied.');
    }
}
