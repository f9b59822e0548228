<?php
declare(strict_types=1);

namespace Magento\Framework\Component;

/** Filled by every package's registration.php while Composer's autoloader starts. */
class ComponentRegistrar implements ComponentRegistrarInterface
{
    public const MODULE = 'module';
    public const LIBRARY = 'library';
    public const THEME = 'theme';
    public const LANGUAGE = 'language';
    public const SETUP = 'setup';

    private static array $paths = [
        self::MODULE => [], self::LIBRARY => [], self::THEME => [], self::LANGUAGE => [], self::SETUP => [],
    ];

    public static function register($type, $componentName, $path): void
    {
        $known = self::$paths[$type][$componentName] ?? null;
        if ($known !== null && $known !== $path) {
            throw new \LogicException(ucfirst($type) . " '$componentName' from '$path' has been already defined in '$known'.");
        }
        self::$paths[$type][$componentName] = str_replace('\\', '/', $path);
    }

    public function getPaths($type)
    {
        return self::$paths[$type];
    }

    public function getPath($type, $componentName)
    {
        return self::$paths[$type][$componentName] ?? null;
    }
}
