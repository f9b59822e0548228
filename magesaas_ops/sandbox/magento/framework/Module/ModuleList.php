<?php
declare(strict_types=1);

namespace Magento\Framework\Module;

use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\Module\ModuleList\Loader;

/** The modules that app/etc/config.php enables. */
class ModuleList implements ModuleListInterface
{
    private DeploymentConfig $deploymentConfig;
    private Loader $loader;
    private ?array $modules = null;

    public function __construct(DeploymentConfig $deploymentConfig, Loader $loader)
    {
        $this->deploymentConfig = $deploymentConfig;
        $this->loader = $loader;
    }

    public function getAll()
    {
        if ($this->modules === null) {
            $enabled = array_flip($this->getNames());
            $this->modules = array_intersect_key($this->loader->load(), $enabled);
        }
        return $this->modules;
    }

    public function getOne($name)
    {
        return $this->has($name) ? ($this->getAll()[$name] ?? null) : null;
    }

    public function getNames()
    {
        return array_keys(array_filter($this->deploymentConfig->get('modules') ?: []));
    }

    public function has($name)
    {
        return !empty($this->deploymentConfig->get('modules')[$name]);
    }

    public function isModuleInfoAvailable()
    {
        return $this->deploymentConfig->get('modules') !== null;
    }
}
