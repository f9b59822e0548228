<?php
declare(strict_types=1);

namespace Magento\Framework\App\DeploymentConfig;

use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\Filesystem\DirectoryList;
use Magento\Framework\Config\File\ConfigFilePool;
use Magento\Framework\Exception\FileSystemException;

/** Writes a file under app/etc in place, as the real one does. */
class Writer
{
    private Reader $reader;
    private DirectoryList $directories;
    private ConfigFilePool $files;
    private DeploymentConfig $deploymentConfig;

    public function __construct(
        Reader $reader,
        DirectoryList $directories,
        ConfigFilePool $files,
        DeploymentConfig $deploymentConfig
    ) {
        $this->reader = $reader;
        $this->directories = $directories;
        $this->files = $files;
        $this->deploymentConfig = $deploymentConfig;
    }

    public function saveConfig(array $data, $override = false)
    {
        foreach ($data as $fileKey => $config) {
            $name = $this->files->getPath($fileKey);
            $path = $this->directories->getPath(DirectoryList::CONFIG) . '/' . $name;
            if (!is_writable(file_exists($path) ? $path : dirname($path))) {
                throw new FileSystemException(__('The "%1" deployment config file isn\'t writable.', $name));
            }
            $content = $override ? $config : array_replace_recursive($this->reader->load($fileKey), $config);
            file_put_contents($path, "<?php\nreturn " . $this->exported($content) . ";\n");
            if (function_exists('opcache_invalidate')) {
                opcache_invalidate($path, true);
            }
        }
        $this->deploymentConfig->resetData();
    }

    private function exported($value, int $depth = 1): string
    {
        if (!is_array($value)) {
            return var_export($value, true);
        }
        $lines = [];
        foreach ($value as $key => $item) {
            $lines[] = str_repeat('    ', $depth) . var_export($key, true) . ' => ' . $this->exported($item, $depth + 1);
        }
        return $lines ? "[\n" . implode(",\n", $lines) . "\n" . str_repeat('    ', $depth - 1) . ']' : '[]';
    }
}
