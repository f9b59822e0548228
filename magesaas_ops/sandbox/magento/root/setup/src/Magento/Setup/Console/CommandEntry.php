<?php
declare(strict_types=1);

namespace Magento\Setup\Console;

final class CommandEntry
{
    public string $class;
    public string $signature;

    public function __construct(string $class, string $signature)
    {
        $this->class = $class;
        $this->signature = $signature;
    }

    public function usage(): string
    {
        $usage = preg_replace('/=\]/', ' VALUE]', $this->signature);
        return preg_replace('/ ([a-z]\w*)(?= |$)/', ' [--] <$1>', $usage, 1);
    }
}
