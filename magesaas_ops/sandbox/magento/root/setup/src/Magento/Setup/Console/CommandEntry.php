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
        [$command, $rest] = array_pad(explode(' ', $this->signature, 2), 2, '');
        $rest = preg_replace_callback('/--([a-z-]+)=\]/', fn($found) => "--$found[1] " . strtoupper($found[1]) . ']', $rest);
        $rest = preg_replace('/(?<= |^)([a-z]\w*)(?= |$)/', '<$1>', $rest);
        $options = preg_match('/^(?:\[-[^\]]*\] ?)*/', $rest, $found) ? rtrim($found[0]) : '';
        $arguments = trim(substr($rest, strlen($options)));
        $divider = $options !== '' && $arguments !== '' ? '[--]' : '';
        return implode(' ', array_filter([$command, $options, $divider, $arguments], 'strlen'));
    }
}
