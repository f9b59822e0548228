<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\Component\ComponentRegistrar;

/** The classes of modules, with the names of what their constructors take. */
class Classes
{
    private ComponentRegistrar $registrar;

    public function __construct(ComponentRegistrar $registrar)
    {
        $this->registrar = $registrar;
    }

    /** @return array<string, string[]> */
    public function signatures(array $modules): array
    {
        $signatures = [];
        foreach ($modules as $module) {
            $folder = $this->registrar->getPath(ComponentRegistrar::MODULE, $module);
            $files = new \RecursiveIteratorIterator(
                new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS)
            );
            foreach ($files as $file) {
                $name = substr((string)$file, strlen($folder) + 1, -4);
                $class = str_replace('_', '\\', $module) . '\\' . str_replace('/', '\\', $name);
                if ($file->getExtension() === 'php' && $name !== 'registration' && $this->isConcrete($class)) {
                    $constructor = (new \ReflectionClass($class))->getConstructor();
                    $parameters = $constructor ? $constructor->getParameters() : [];
                    $signatures[$class] = array_map(fn($parameter) => $parameter->getName(), $parameters);
                }
            }
        }
        return $signatures;
    }

    private function isConcrete(string $class): bool
    {
        try {
            return class_exists($class) && (new \ReflectionClass($class))->isInstantiable();
        } catch (\Throwable $notLoadable) {
            return false;
        }
    }
}
