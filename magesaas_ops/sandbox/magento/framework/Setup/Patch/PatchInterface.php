<?php
declare(strict_types=1);

namespace Magento\Framework\Setup\Patch;

interface PatchInterface
{
    public static function getDependencies();

    public function getAliases();

    public function apply();
}
