<?php
declare(strict_types=1);

namespace Magento\Framework\App;

use Magento\Framework\ObjectManagerInterface;

/** Builds objects from the types of their constructors; one shared instance per type from get(). */
class ObjectManager implements ObjectManagerInterface
{
    private static ?ObjectManager $instance = null;

    private array $shared = [];
    private array $preferences;
    private array $arguments = [];

    public function __construct(array $preferences)
    {
        $this->preferences = $preferences;
        $this->shared[ObjectManagerInterface::class] = $this;
        $this->shared[self::class] = $this;
        self::$instance = $this;
    }

    public static function getInstance(): ObjectManagerInterface
    {
        if (self::$instance === null) {
            throw new \RuntimeException("ObjectManager isn't initialized");
        }
        return self::$instance;
    }

    public function share(string $type, object $object): void
    {
        $this->shared[$type] = $object;
    }

    public function get($type)
    {
        $type = $this->concrete($type);
        return $this->shared[$type] ??= $this->create($type);
    }

    public function create($type, array $arguments = [])
    {
        $class = $this->concrete($type);
        if (interface_exists($class)) {
            throw new \Error("Cannot instantiate interface $class");
        }
        if (!class_exists($class)) {
            throw new \ReflectionException("Class \"$class\" does not exist");
        }
        $constructor = (new \ReflectionClass($class))->getConstructor();
        $arguments += $this->arguments[$class] ?? [];
        $values = [];
        foreach ($constructor ? $constructor->getParameters() : [] as $parameter) {
            $values[] = $this->argument($class, $parameter, $arguments);
        }
        return new $class(...$values);
    }

    public function configure(array $configuration)
    {
        foreach ($configuration['preferences'] ?? [] as $type => $class) {
            $this->preferences[ltrim($type, '\\')] = ltrim($class, '\\');
        }
        $this->arguments = $configuration['arguments'] ?? $this->arguments;
    }

    private function concrete($type): string
    {
        $type = ltrim((string)$type, '\\');
        while (isset($this->preferences[$type])) {
            $type = $this->preferences[$type];
        }
        return $type;
    }

    private function argument(string $class, \ReflectionParameter $parameter, array $arguments)
    {
        $name = $parameter->getName();
        if (array_key_exists($name, $arguments)) {
            return $arguments[$name];
        }
        $type = $parameter->getType();
        if ($type instanceof \ReflectionNamedType && !$type->isBuiltin()) {
            return $this->get($type->getName());
        }
        if ($parameter->isDefaultValueAvailable()) {
            return $parameter->getDefaultValue();
        }
        throw new \BadMethodCallException("Missing required argument \$$name of $class.");
    }
}
