<?php
declare(strict_types=1);

namespace Magento\Framework\Cache;

use Magento\Framework\App\Filesystem\DirectoryList;

/** Cache entries as files of one node, each with its tags. */
class FileStorage
{
    private string $root;

    public function __construct(DirectoryList $directories)
    {
        $this->root = $directories->getPath(DirectoryList::VAR_DIR);
    }

    public function load(string $id, string $folder = 'cache'): ?string
    {
        $content = @file_get_contents($this->path($id, $folder));
        return $content === false ? null : explode("\n", $content, 2)[1];
    }

    public function save(string $id, string $content, array $tags, string $folder = 'cache'): void
    {
        $path = $this->path($id, $folder);
        $temporary = $path . '.' . getmypid();
        if (@file_put_contents($temporary, implode(',', $tags) . "\n" . $content) !== false) {
            @rename($temporary, $path);
        }
    }

    public function clean(array $tags, string $folder = 'cache'): void
    {
        foreach (glob($this->directory($folder) . '/mage--*') ?: [] as $path) {
            $line = (string)@fgets(@fopen($path, 'r') ?: fopen('php://memory', 'r'));
            if (array_intersect(explode(',', trim($line)), $tags)) {
                @unlink($path);
            }
        }
    }

    public function flush(): void
    {
        foreach (['cache', 'page_cache'] as $folder) {
            foreach (glob($this->directory($folder) . '/*') ?: [] as $path) {
                @unlink($path);
            }
        }
    }

    private function path(string $id, string $folder): string
    {
        return $this->directory($folder) . '/mage--' . $id;
    }

    private function directory(string $folder): string
    {
        $directory = $this->root . '/' . $folder;
        if (!is_dir($directory)) {
            @mkdir($directory, 0775, true);
        }
        if (!is_writable($directory)) {
            throw new \Zend_Cache_Exception("cache_dir \"$directory/\" is not writable");
        }
        return $directory;
    }
}
