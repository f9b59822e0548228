<?php
declare(strict_types=1);

namespace Magento\Framework\App\Config;

use Magento\Framework\App\Cache\StateInterface;
use Magento\Framework\Cache\FileStorage;
use Magento\Framework\Component\ComponentRegistrar;
use Magento\Framework\Module\ModuleList;

/** The config.xml of every enabled module, merged: values by scope, and the backend model of a path. */
class Initial
{
    private const CACHE_ID = 'initial_config';

    private array $merged;

    public function __construct(
        ModuleList $modules,
        ComponentRegistrar $registrar,
        FileStorage $cache,
        StateInterface $cacheState
    ) {
        $isCached = $cacheState->isEnabled('config');
        $content = $isCached ? $cache->load(self::CACHE_ID) : null;
        if ($content !== null) {
            $this->merged = json_decode($content, true);
            return;
        }
        $this->merged = ['data' => [], 'metadata' => []];
        foreach (array_keys($modules->getAll()) as $module) {
            $file = $registrar->getPath(ComponentRegistrar::MODULE, $module) . '/etc/config.xml';
            if (is_file($file)) {
                $this->merge($file);
            }
        }
        if ($isCached) {
            $cache->save(self::CACHE_ID, (string)json_encode($this->merged), ['CONFIG']);
        }
    }

    public function getData($scope)
    {
        [$type, $code] = array_pad(explode('|', (string)$scope, 2), 2, null);
        $data = $this->merged['data'][$type] ?? [];
        return $code === null ? $data : ($data[$code] ?? []);
    }

    public function getMetadata()
    {
        return $this->merged['metadata'];
    }

    private function merge(string $file): void
    {
        foreach (simplexml_load_file($file)->children() as $scope => $tree) {
            $data = $this->values($tree, '');
            $this->merged['data'][$scope] = array_replace_recursive($this->merged['data'][$scope] ?? [], $data);
        }
    }

    private function values(\SimpleXMLElement $node, string $path): array
    {
        $values = [];
        foreach ($node->children() as $name => $child) {
            $below = $path === '' ? $name : "$path/$name";
            if (isset($child['backend_model'])) {
                $this->merged['metadata'][$below] = ['path' => $below, 'backendModel' => (string)$child['backend_model']];
                if ((string)$child === '' && !$child->count()) {
                    continue;
                }
            }
            $text = (string)$child;
            $values[$name] = $child->count() ? $this->values($child, $below) : ($text === '' ? null : $text);
        }
        return $values;
    }
}
