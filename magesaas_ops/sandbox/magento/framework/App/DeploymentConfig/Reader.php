<?php
declare(strict_types=1);

namespace Magento\Framework\App\DeploymentConfig;

use Magento\Framework\App\Filesystem\DirectoryList;
use Magento\Framework\Config\File\ConfigFilePool;
use Magento\Framework\Exception\RuntimeException;

/** The two files under app/etc, apart or merged (env.php wins). */
class Reader
{
    private DirectoryList $directories;
    private ConfigFilePool $files;

    public function __construct(DirectoryList $directories, ConfigFilePool $files)
    {
        $this->directories = $directories;
        $this->files = $files;
    }

    public function getFiles()
    {
        return $this->files->getPaths();
    }

    public function load($fileKey = null)
    {
        if ($fileKey !== null) {
            return $this->read($this->files->getPath($fileKey));
        }
        $merged = [];
        foreach (array_keys($this->files->getPaths()) as $key) {
            $merged = array_replace_recursive($merged, $this->read($this->files->getPath($key)));
        }
        return $merged;
    }

    private function read(string $name): array
    {
        $path = $this->directories->getPath(DirectoryList::CONFIG) . '/' . $name;
        if (!file_exists($path)) {
            return [];
        }
        $content = is_readable($path) ? include $path : null;
        if (!is_array($content)) {
            throw new RuntimeException(__("Invalid configuration file: '%1'", $path));
        }
        return $content;
    }
}
