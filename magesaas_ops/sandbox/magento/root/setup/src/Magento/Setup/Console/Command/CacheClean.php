<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

class CacheClean extends CacheCommand
{
    protected function headline(): string
    {
        return 'Cleaned cache types:';
    }

    protected function sweep(array $types): void
    {
        foreach ($types as $type) {
            $this->types->cleanType($type);
        }
        $this->observers->look();
    }
}
