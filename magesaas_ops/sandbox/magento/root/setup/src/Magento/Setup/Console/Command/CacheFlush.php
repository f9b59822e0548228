<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

/** Empties the whole storage, whatever types are named; nothing is warmed. */
class CacheFlush extends CacheCommand
{
    protected function headline(): string
    {
        return 'Flushed cache types:';
    }

    protected function sweep(array $types): void
    {
        unset($types);
        $this->storage->flush();
    }
}
