<?php
declare(strict_types=1);

namespace Magento\Setup\Console;

/** Lines on standard output; failures as a box on standard error, wrapped at the width of the terminal. */
class Output
{
    private const WIDTH = 80;

    public function line(string $text = ''): void
    {
        fwrite(STDOUT, $text . "\n");
    }

    public function failure(\Throwable $e, string $usage): void
    {
        $width = (int)(getenv('COLUMNS') ?: self::WIDTH) - 1;
        $lines = [];
        foreach (preg_split('/\r?\n/', trim($e->getMessage())) as $line) {
            array_push($lines, ...mb_str_split($line === '' ? ' ' : $line, max(1, $width - 4), 'UTF-8'));
        }
        $longest = max(array_map('mb_strlen', $lines)) + 4;
        $text = "\n";
        if (!$e instanceof UsageError) {
            $text .= sprintf("In %s line %s:\n", basename($e->getFile()), $e->getLine());
        }
        $text .= str_repeat(' ', $longest) . "\n";
        foreach ($lines as $line) {
            $text .= "  $line  " . str_repeat(' ', $longest - mb_strlen($line) - 4) . "\n";
        }
        $text .= str_repeat(' ', $longest) . "\n\n" . ($usage === '' ? '' : "$usage\n\n");
        fwrite(STDERR, $text);
    }
}
