<?php
declare(strict_types=1);

namespace Magento\Framework\Module;

use Magento\Framework\Module\ModuleList\Loader;

/** Every module on disk, enabled or not. */
class FullModuleList implements ModuleListInterface
{
    private Loader $loader;
    private ?array $modules = null;

    public function __construct(Loader $loader)
    {
        $this->loader = $loader;
    }

    public function getAll()
    {
        return $this->modules ??= $this->loader->load();
    }

    public function getOne($name)
    {
        return $this->getAll()[$name] ?? null;
    }

    public function getNames()
    {
        return array_keys($this->getAll());
    }

    public function has($name)
    {
        return isset($this->getAll()[$name]);
    }
}
