<?php
declare(strict_types=1);

namespace Magento\Framework\Module\ModuleList;

use Magento\Framework\Component\ComponentRegistrar;

/** Reads every registered etc/module.xml; a module comes after those in its sequence. */
class Loader
{
    private ComponentRegistrar $registrar;

    public function __construct(ComponentRegistrar $registrar)
    {
        $this->registrar = $registrar;
    }

    public function load(array $exclude = [])
    {
        $found = [];
        foreach ($this->registrar->getPaths(ComponentRegistrar::MODULE) as $name => $path) {
            if (!in_array($name, $exclude, true)) {
                $found[$name] = $this->read($path . '/etc/module.xml');
            }
        }
        ksort($found);
        $sorted = [];
        foreach (array_keys($found) as $name) {
            $this->append($name, $found, $sorted);
        }
        return $sorted;
    }

    private function append(string $name, array $found, array &$sorted): void
    {
        if (isset($sorted[$name]) || !isset($found[$name])) {
            return;
        }
        foreach ($found[$name]['sequence'] as $before) {
            if ($before !== $name) {
                $this->append($before, $found, $sorted);
            }
        }
        $sorted[$name] = $found[$name];
    }

    private function read(string $file): array
    {
        $module = simplexml_load_file($file)->module;
        $sequence = [];
        foreach ($module->sequence->module ?? [] as $before) {
            $sequence[] = (string)$before['name'];
        }
        $version = (string)$module['setup_version'];
        return [
            'name' => (string)$module['name'],
            'setup_version' => $version === '' ? null : $version,
            'sequence' => $sequence,
        ];
    }
}
