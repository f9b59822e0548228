<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\Component\ComponentRegistrar;
use Magento\Framework\Module\ModuleList;

/** The configuration fields of the enabled modules' system.xml: path → backend model, or the empty string. */
class Fields
{
    private ModuleList $modules;
    private ComponentRegistrar $registrar;

    public function __construct(ModuleList $modules, ComponentRegistrar $registrar)
    {
        $this->modules = $modules;
        $this->registrar = $registrar;
    }

    /** @return array<string, string> */
    public function all(): array
    {
        $fields = [];
        foreach (array_keys($this->modules->getAll()) as $module) {
            $folder = $this->registrar->getPath(ComponentRegistrar::MODULE, $module);
            $file = "$folder/etc/adminhtml/system.xml";
            if (is_file($file)) {
                $fields += $this->below(simplexml_load_file($file)->system, '');
            }
        }
        return $fields;
    }

    private function below(\SimpleXMLElement $node, string $above): array
    {
        $fields = [];
        foreach ($node->children() as $child) {
            $path = ltrim($above . '/' . $child['id'], '/');
            if ($child->getName() === 'field') {
                $fields[(string)$child->config_path ?: $path] = (string)$child->backend_model;
            } elseif (in_array($child->getName(), ['section', 'group'], true)) {
                $fields += $this->below($child, $path);
            }
        }
        return $fields;
    }
}
