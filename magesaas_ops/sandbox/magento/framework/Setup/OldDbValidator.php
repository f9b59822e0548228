<?php
declare(strict_types=1);

namespace Magento\Framework\Setup;

use Magento\Framework\Module\ModuleList;
use Magento\Framework\Module\ModuleResource;

/** Whether setup_module holds the setup_version of every enabled module that declares one. */
class OldDbValidator
{
    private ModuleList $modules;
    private ModuleResource $versions;

    public function __construct(ModuleList $modules, ModuleResource $versions)
    {
        $this->modules = $modules;
        $this->versions = $versions;
    }

    public function isUpToDate(): bool
    {
        return $this->getDetails() === [];
    }

    /** @return array<string, array{string|false, string}> module → version in the database, version declared */
    public function getDetails(): array
    {
        $late = [];
        foreach ($this->modules->getAll() as $name => $module) {
            $version = $this->versions->getDataVersion($name);
            if ($module['setup_version'] !== null && $version !== $module['setup_version']) {
                $late[$name] = [$version, $module['setup_version']];
            }
        }
        return $late;
    }
}
