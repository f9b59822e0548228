<?php
declare(strict_types=1);

namespace Magento\Framework\Setup\Patch;

use Magento\Framework\Component\ComponentRegistrar;
use Magento\Framework\Module\ModuleList;

/** The patch classes of enabled modules that patch_list does not know, in module order. */
class Pending
{
    private ModuleList $modules;
    private ComponentRegistrar $registrar;
    private PatchHistory $history;

    public function __construct(ModuleList $modules, ComponentRegistrar $registrar, PatchHistory $history)
    {
        $this->modules = $modules;
        $this->registrar = $registrar;
        $this->history = $history;
    }

    /** @param string $kind Data or Schema */
    public function names(string $kind, ?string $onlyModule = null): array
    {
        $names = [];
        foreach ($onlyModule === null ? array_keys($this->modules->getAll()) : [$onlyModule] as $module) {
            $folder = $this->registrar->getPath(ComponentRegistrar::MODULE, $module) . "/Setup/Patch/$kind";
            foreach (glob("$folder/*.php") ?: [] as $file) {
                $class = str_replace('_', '\\', $module) . "\\Setup\\Patch\\$kind\\" . basename($file, '.php');
                if (!$this->history->isApplied($class)) {
                    $names[] = $class;
                }
            }
        }
        return $names;
    }
}
