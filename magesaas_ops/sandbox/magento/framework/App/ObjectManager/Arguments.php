<?php
declare(strict_types=1);

namespace Magento\Framework\App\ObjectManager;

use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\Filesystem\DirectoryList;
use Magento\Framework\App\State;
use Magento\Framework\Component\ComponentRegistrar;
use Magento\Framework\ObjectManager\Config\Compiled;
use Magento\Framework\ObjectManager\Config\Config;
use Magento\Framework\ObjectManager\ConfigInterface;

/**
 * Constructor arguments from the di.xml of the modules that are enabled when the process starts.
 *
 * In production mode the compiled file is believed instead, however old it is.
 */
final class Arguments
{
    public const COMPILED = 'global.php';

    /** @return array<string, array<string, mixed>> class → argument → value */
    public static function atStart(string $mode, DirectoryList $directories, DeploymentConfig $config): array
    {
        $compiled = $directories->getPath(DirectoryList::GENERATED) . '/metadata/' . self::COMPILED;
        if ($mode === State::MODE_PRODUCTION && is_file($compiled)) {
            return (include $compiled)['arguments'];
        }
        return self::declared(array_keys(array_filter($config->get('modules') ?: [])));
    }

    /** What stands behind the object manager: the compiled code, in production mode and when there is some. */
    public static function config(string $mode, DirectoryList $directories): ConfigInterface
    {
        $compiled = $directories->getPath(DirectoryList::GENERATED) . '/metadata/' . self::COMPILED;
        return $mode === State::MODE_PRODUCTION && is_file($compiled)
            ? new Compiled((include $compiled)['signatures'])
            : new Config();
    }

    public static function declared(array $modules): array
    {
        $arguments = [];
        $registrar = new ComponentRegistrar();
        foreach ($modules as $module) {
            $file = $registrar->getPath(ComponentRegistrar::MODULE, $module) . '/etc/di.xml';
            foreach (is_file($file) ? simplexml_load_file($file)->type : [] as $type) {
                foreach ($type->arguments->argument ?? [] as $argument) {
                    $known = &$arguments[(string)$type['name']][(string)$argument['name']];
                    $value = self::value($argument);
                    $known = is_array($value) && is_array($known) ? array_replace_recursive($known, $value) : $value;
                    unset($known);
                }
            }
        }
        return $arguments;
    }

    /** @return string|array<string, mixed> */
    private static function value(\SimpleXMLElement $node)
    {
        $items = [];
        foreach ($node->item as $item) {
            $items[(string)$item['name']] = self::value($item);
        }
        return $items ?: (string)$node;
    }
}
