<?php
declare(strict_types=1);

namespace Magento\Setup\Console;

/** Options and arguments of one command, as a signature such as `config:set [--scope=] [-e|--lock-env] path value` says. */
class Input
{
    private const EVERYWHERE = ['help', 'quiet', 'verbose', 'version', 'ansi', 'no-ansi', 'no-interaction'];
    private const SHORT = ['h' => 'help', 'q' => 'quiet', 'v' => 'verbose', 'V' => 'version', 'n' => 'no-interaction'];

    private array $options = [];
    private array $arguments = [];

    public function __construct(string $signature, array $words)
    {
        [$valued, $flags, $short] = $this->declaredOptions($signature);
        $isOver = false;
        while ($words !== []) {
            $word = array_shift($words);
            if ($isOver || $word === '-' || strncmp($word, '-', 1) !== 0) {
                $this->arguments[] = $word;
            } elseif ($word === '--') {
                $isOver = true;
            } else {
                [$name, $value] = array_pad(explode('=', ltrim($word, '-'), 2), 2, null);
                $name = strncmp($word, '--', 2) === 0 ? $name : ($short[$name] ?? $name);
                if (in_array($name, $valued, true)) {
                    $this->options[$name] = $value ?? array_shift($words);
                } elseif (in_array($name, $flags, true)) {
                    $this->options[$name] = true;
                } else {
                    $shown = substr($word, 0, strcspn($word, '='));
                    throw new UsageError(sprintf('The "%s" option does not exist.', $shown));
                }
            }
        }
        $this->check($signature);
    }

    public function option(string $name)
    {
        return $this->options[$name] ?? null;
    }

    public function argument(int $index): ?string
    {
        return $this->arguments[$index] ?? null;
    }

    public function arguments(): array
    {
        return $this->arguments;
    }

    private function declaredOptions(string $signature): array
    {
        preg_match_all('/\[(?:-(\w)\|)?--([a-z-]+)(=?)\]/', $signature, $found, PREG_SET_ORDER);
        $valued = [];
        $flags = self::EVERYWHERE;
        $short = self::SHORT;
        foreach ($found as [, $letter, $name, $hasValue]) {
            $hasValue ? $valued[] = $name : $flags[] = $name;
            if ($letter !== '') {
                $short[$letter] = $name;
            }
        }
        return [$valued, $flags, $short];
    }

    private function check(string $signature): void
    {
        $names = preg_grep('/^[a-z]\w*$/', preg_split('/\s+/', preg_replace('/\[[^\]]*\]+|\S+:\S+/', '', $signature)));
        $missing = array_slice(array_values($names), count($this->arguments));
        if ($missing) {
            throw new UsageError('Not enough arguments (missing: "' . implode(', ', $missing) . '").');
        }
        if (strpos($signature, '...') === false) {
            $allowed = count($names) + substr_count($signature, '[<');
            if (count($this->arguments) > $allowed) {
                $name = strtok($signature, ' ');
                throw new UsageError(sprintf('Too many arguments to "%s" command', $name));
            }
        }
    }
}
