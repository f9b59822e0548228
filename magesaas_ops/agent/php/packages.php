<?php
namespace Magesaas;

const CONNECTOR_PACKAGE = 'magento/services-connector';

/** What Composer has installed: packages, their requirements, and whether its three places agree (contract §6). */
final class Packages
{
    private $place;
    private $installed = [];
    private $locked = [];
    private $lockExists;
    private $required;
    private $hasDev;

    public function __construct(Root $place)
    {
        $this->place = $place;
        $tree = $place->fromJson($place->vendorFolder() . '/composer/installed.json') ?? [];
        foreach ($tree['packages'] ?? $tree as $package) {
            $this->installed[$package['name']] = $package;
        }
        $lock = $place->fromJson($place->path . '/composer.lock');
        $this->lockExists = $lock !== null;
        foreach (array_merge($lock['packages'] ?? [], $lock['packages-dev'] ?? []) as $package) {
            $this->locked[$package['name']] = $package['version'];
        }
        $this->hasDev = $tree['dev'] ?? $this->hasAnyOf($lock['packages-dev'] ?? []);
        $manifest = $place->fromJson($place->path . '/composer.json') ?? [];
        $this->required = ($manifest['require'] ?? []) + ($manifest['require-dev'] ?? []);
    }

    public function hasDev(): bool
    {
        return $this->hasDev;
    }

    public function version(string $name): ?string
    {
        return $this->installed[$name]['version'] ?? null;
    }

    public function state(string $name, string $constraint): array
    {
        return [
            'installed' => $this->version($name),
            'required' => $this->required[$name] ?? null,
            'locked' => $this->locked[$name] ?? null,
            'satisfied' => $this->satisfies($name, $constraint),
        ];
    }

    /** The packages and everything that they require, as far as it is installed; platform requirements are not. */
    public function closure(array $names): array
    {
        $closure = [];
        while ($names !== []) {
            $name = array_pop($names);
            if (isset($closure[$name]) || !isset($this->installed[$name])) {
                continue;
            }
            $closure[$name] = true;
            $names = array_merge($names, array_keys($this->installed[$name]['require'] ?? []));
        }
        return array_keys($closure);
    }

    /**
     * Modules of the closure, without the shop itself: what a product edition needs also without the SaaS connector is
     * the merchant's to switch on and off (inventory, say), not ours.
     */
    public function modules(array $wanted, array $moduleFolders): array
    {
        $folders = [];
        foreach (array_diff($this->closure($wanted), $this->shop()) as $name) {
            $folder = $this->folder($name);
            $folder === null ?: $folders[$folder] = true;
        }
        $modules = [];
        foreach ($moduleFolders as $module => $folder) {
            for ($above = $folder; strlen($above) > strlen($this->place->path); $above = dirname($above)) {
                if (isset($folders[$above])) {
                    $modules[] = $module;
                    break;
                }
            }
        }
        sort($modules);
        return $modules;
    }

    /** How composer.json, composer.lock and vendor disagree about the closure, as after a killed Composer. */
    public function problems(array $wanted): array
    {
        if (!$this->lockExists) {
            return ['composer.lock is missing or unreadable'];
        }
        $problems = [];
        foreach ($wanted as $name) {
            if (isset($this->required[$name]) && !isset($this->locked[$name])) {
                $problems[] = "composer.json requires $name, but composer.lock does not have it";
            }
            if (isset($this->locked[$name]) && !isset($this->installed[$name])) {
                $problems[] = "composer.lock has $name, but it is not installed";
            }
        }
        foreach ($this->closure($wanted) as $name) {
            $installed = $this->version($name);
            if (!isset($this->locked[$name])) {
                $problems[] = "$name $installed is installed, but composer.lock does not have it";
            } elseif ($this->locked[$name] !== $installed) {
                $problems[] = "$name $installed is installed, but composer.lock has " . $this->locked[$name];
            }
            if ($this->installed[$name]['type'] !== 'metapackage' && $this->folder($name) === null) {
                $problems[] = "$name $installed counts as installed, but its folder is missing in vendor";
            }
        }
        sort($problems);
        return $problems;
    }

    /** Where Composer's own comparison is missing, a constraint holds when Composer was given the very same. */
    private function satisfies(string $name, string $constraint): bool
    {
        $installed = $this->version($name);
        if ($installed === null || $constraint === '*') {
            return $installed !== null;
        }
        if (!class_exists('Composer\Semver\Semver')) {
            return ($this->required[$name] ?? null) === $constraint && ($this->locked[$name] ?? null) === $installed;
        }
        try {
            return \Composer\Semver\Semver::satisfies($installed, $constraint);
        } catch (\UnexpectedValueException $unreadable) {
            return $installed === $constraint;
        }
    }

    private function shop(): array
    {
        $leading = $this->leadingTo(CONNECTOR_PACKAGE);
        $editions = preg_grep('~^[^/]+/product-[a-z]+-edition$~', array_keys($this->installed));
        $shop = array_fill_keys($editions, true);
        while ($editions !== []) {
            foreach (array_keys($this->installed[array_pop($editions)]['require'] ?? []) as $name) {
                if (isset($this->installed[$name]) && !isset($shop[$name]) && !isset($leading[$name])) {
                    $shop[$name] = true;
                    $editions[] = $name;
                }
            }
        }
        return array_keys($shop);
    }

    /** The package and every package that requires it, directly or not. */
    private function leadingTo(string $package): array
    {
        $requiredBy = [];
        foreach ($this->installed as $name => $entry) {
            foreach (array_keys($entry['require'] ?? []) as $required) {
                $requiredBy[$required][] = $name;
            }
        }
        $leading = [];
        $names = [$package];
        while ($names !== []) {
            $name = array_pop($names);
            if (!isset($leading[$name])) {
                $leading[$name] = true;
                $names = array_merge($names, $requiredBy[$name] ?? []);
            }
        }
        return $leading;
    }

    /** Packages that count as installed and have no folder, as after a Composer that was killed while extracting. */
    public function gone(): array
    {
        return array_values(array_filter(array_keys($this->installed), function ($name) {
            return $this->installed[$name]['type'] !== 'metapackage' && $this->folder($name) === null;
        }));
    }

    /** Packages of which composer.lock says another version than is installed. */
    public function differing(): array
    {
        $differing = [];
        foreach (array_intersect_key($this->locked, $this->installed) as $name => $version) {
            $this->version($name) === $version ?: $differing[] = "$name " . $this->version($name) . ' for ' . $version;
        }
        return $differing;
    }

    public function lockExists(): bool
    {
        return $this->lockExists;
    }

    private function folder(string $name): ?string
    {
        $package = $this->installed[$name];
        $vendor = $this->place->vendorFolder();
        $folder = realpath(
            array_key_exists('install-path', $package)
                ? $vendor . '/composer/' . $package['install-path']
                : $vendor . '/' . $name
        );
        return $folder === false || $package['type'] === 'metapackage' ? null : $folder;
    }

    private function hasAnyOf(array $packages): bool
    {
        foreach ($packages as $package) {
            if (isset($this->installed[$package['name']])) {
                return true;
            }
        }
        return false;
    }
}
