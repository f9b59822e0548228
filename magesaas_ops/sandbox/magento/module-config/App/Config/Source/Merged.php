<?php
declare(strict_types=1);

namespace Magento\Config\App\Config\Source;

use Magento\Config\Model\Placeholder\Environment;
use Magento\Framework\App\Config\Data\ProcessorInterface;
use Magento\Framework\App\Config\Initial;
use Magento\Framework\App\DeploymentConfig\Reader;
use Magento\Framework\App\ObjectManager;
use Magento\Framework\Config\File\ConfigFilePool;

/** config.xml < core_config_data < config.php < env.php, then decrypting, then CONFIG__ variables, then placeholders. */
class Merged
{
    private const AUTOMATIC_BASE_URL = 'http://localhost/';

    private Initial $initial;
    private Rows $rows;
    private Reader $reader;
    private Environment $variables;

    public function __construct(Initial $initial, Rows $rows, Reader $reader, Environment $variables)
    {
        $this->initial = $initial;
        $this->rows = $rows;
        $this->reader = $reader;
        $this->variables = $variables;
    }

    /** @return array{default: array, websites: array<string, array>, stores: array<string, array>} */
    public function get(): array
    {
        $rows = $this->rows->byScope();
        $files = [
            $this->reader->load(ConfigFilePool::APP_CONFIG)['system'] ?? [],
            $this->reader->load(ConfigFilePool::APP_ENV)['system'] ?? [],
        ];
        $own = array_replace_recursive(['default' => $this->initial->getData('default')], $rows, ...$files);
        $default = $this->finished($own['default'], 'default', '');
        $all = ['default' => $default, 'websites' => [], 'stores' => []];
        foreach ($this->rows->websites() as $website) {
            $tree = array_replace_recursive($own['default'], $own['websites'][$website] ?? []);
            $all['websites'][strtolower($website)] = $this->finished($tree, 'websites', $website);
        }
        foreach ($this->rows->websiteOfStores() as $store => $website) {
            $over = [$own['websites'][$website] ?? [], $own['stores'][$store] ?? []];
            $tree = array_replace_recursive($own['default'], ...$over);
            $all['stores'][strtolower($store)] = $this->finished($tree, 'stores', (string)$store);
        }
        return $all;
    }

    private function finished(array $tree, string $scope, string $code): array
    {
        foreach ($this->initial->getMetadata() as $path => $metadata) {
            $processor = ObjectManager::getInstance()->get($metadata['backendModel']);
            if ($processor instanceof ProcessorInterface) {
                Tree::put($tree, $path, $processor->processValue(Tree::at($tree, $path)));
            }
        }
        foreach ($this->variables->values($scope, $code) as $path => $value) {
            Tree::put($tree, $path, $value);
        }
        return $this->withPlaceholders($tree);
    }

    private function withPlaceholders(array $tree): array
    {
        $places = ['{{base_url}}' => self::AUTOMATIC_BASE_URL];
        foreach (['unsecure', 'secure'] as $kind) {
            $places["{{{$kind}_base_url}}"] = strtr((string)Tree::at($tree, "web/$kind/base_url"), $places);
        }
        array_walk_recursive($tree, function (&$value) use ($places) {
            $value = is_string($value) && strpos($value, '{{') !== false ? strtr($value, $places) : $value;
        });
        return $tree;
    }
}
