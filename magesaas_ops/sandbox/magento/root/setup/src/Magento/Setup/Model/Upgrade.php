<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\ObjectManager\Arguments;
use Magento\Framework\Module\ModuleList;
use Magento\Framework\Module\ModuleResource;
use Magento\Framework\ObjectManagerInterface;
use Magento\Framework\Setup\Patch\PatchHistory;
use Magento\Framework\Setup\Patch\Pending;

/** Brings the database to what the enabled modules want: tables, setup versions, patches. */
class Upgrade
{
    private ObjectManagerInterface $objects;

    public function __construct(ObjectManagerInterface $objects)
    {
        $this->objects = $objects;
    }

    public function run(callable $say, bool $keepsGenerated = false): void
    {
        if (!$keepsGenerated) {
            $this->objects->configure(['arguments' => Arguments::declared($this->modules()->getNames())]);
        }
        $say('Schema creation/updates:');
        $this->objects->get(CoreTables::class)->create();
        $this->objects->create(DeclaredTables::class, ['modules' => $this->modules()])->createMissing();
        $this->applyPatches('Schema', $say);
        $say('Data install/update:');
        $this->bringVersions();
        $this->applyPatches('Data', $say);
        $this->objects->create(Indexers::class, ['modules' => $this->modules()])->registerNew();
    }

    private function applyPatches(string $kind, callable $say): void
    {
        $history = $this->objects->get(PatchHistory::class);
        $pending = $this->objects->create(Pending::class, ['modules' => $this->modules()]);
        foreach (array_keys($this->modules()->getAll()) as $module) {
            $say("Module '$module':");
            foreach ($pending->names($kind, $module) as $patch) {
                try {
                    $this->objects->create($patch)->apply();
                } catch (\Throwable $e) {
                    $text = "Unable to apply patch $patch for module $module. Original exception message: ";
                    throw new \RuntimeException($text . $e->getMessage(), 0, $e);
                }
                $history->fixPatch($patch);
            }
        }
    }

    private function bringVersions(): void
    {
        $versions = $this->objects->get(ModuleResource::class);
        foreach ($this->modules()->getAll() as $name => $module) {
            $from = $versions->getDataVersion($name);
            if ($module['setup_version'] === null || $from === $module['setup_version']) {
                continue;
            }
            $script = str_replace('_', '\\', $name) . '\Setup\UpgradeData';
            if ($from !== false && class_exists($script)) {
                $this->objects->create($script)->upgrade((string)$from);
            }
            $versions->setVersion($name, $module['setup_version']);
        }
    }

    private function modules(): ModuleList
    {
        return $this->objects->create(ModuleList::class);
    }
}
