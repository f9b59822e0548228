<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\DeploymentConfig\Writer;
use Magento\Framework\Config\File\ConfigFilePool;
use Magento\Framework\Module\FullModuleList;

/** The module list of app/etc/config.php: a read-modify-write without any lock. */
class Modules
{
    private DeploymentConfig $config;
    private Writer $writer;
    private FullModuleList $onDisk;

    public function __construct(DeploymentConfig $config, Writer $writer, FullModuleList $onDisk)
    {
        $this->config = $config;
        $this->writer = $writer;
        $this->onDisk = $onDisk;
    }

    /** @return string[] */
    public function absent(): array
    {
        return array_values(array_diff($this->onDisk->getNames(), array_keys($this->known())));
    }

    /** Everything absent becomes enabled; explicit zeros stay. */
    public function enableAbsent(): void
    {
        $this->save($this->known() + array_fill_keys($this->absent(), 1));
    }

    /** The named become $status; every other absent module becomes an explicit zero. */
    public function set(array $names, int $status): void
    {
        $this->save(array_replace($this->known(), array_fill_keys($this->absent(), 0), array_fill_keys($names, $status)));
    }

    /** @return string[] enabled modules whose sequence names the module */
    public function enabledThatNeed(string $name): array
    {
        $enabled = array_intersect_key($this->onDisk->getAll(), array_filter($this->known()));
        return array_keys(array_filter($enabled, fn($module) => in_array($name, $module['sequence'], true)));
    }

    public function isOutdated(): bool
    {
        return $this->absent() !== [] || array_diff(array_keys($this->known()), $this->onDisk->getNames()) !== [];
    }

    private function known(): array
    {
        return $this->config->get('modules') ?: [];
    }

    private function save(array $statuses): void
    {
        $ordered = array_intersect_key(array_replace(array_flip($this->onDisk->getNames()), $statuses), $statuses);
        $this->writer->saveConfig([ConfigFilePool::APP_CONFIG => ['modules' => $ordered]]);
    }
}
