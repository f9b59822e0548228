<?php
declare(strict_types=1);

namespace Magento\Config\App\Config\Source;

/** Nested arrays addressed by a/b/c. */
final class Tree
{
    public static function at(array $tree, string $path)
    {
        foreach (explode('/', $path) as $key) {
            if (!is_array($tree) || !array_key_exists($key, $tree)) {
                return null;
            }
            $tree = $tree[$key];
        }
        return $tree;
    }

    public static function put(array &$tree, string $path, $value): void
    {
        $place = &$tree;
        foreach (explode('/', $path) as $key) {
            $place = is_array($place) ? $place : [];
            $place = &$place[$key];
        }
        $place = $value;
    }
}
