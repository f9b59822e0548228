<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

/** Disabling does look at dependencies: an enabled module may need the one to be disabled. */
class ModuleDisable extends ModuleEnable
{
    protected function isEnabling(): bool
    {
        return false;
    }

    protected function refusal(array $changing): array
    {
        $lines = [];
        foreach ($changing as $name) {
            $needing = array_diff($this->modules->enabledThatNeed($name), $changing);
            if ($needing) {
                $lines[] = "Cannot disable $name because modules depend on it:";
                array_push($lines, ...array_map(fn($other) => "$other: $other->$name", array_values($needing)));
            }
        }
        return $lines ? ['Unable to change status of modules because of the following constraints:', ...$lines] : [];
    }
}
