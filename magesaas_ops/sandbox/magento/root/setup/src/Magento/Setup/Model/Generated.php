<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\Filesystem\DirectoryList;
use Magento\Framework\App\ObjectManager\Arguments;
use Magento\Framework\Cache\FileStorage;
use Magento\Framework\Module\ModuleList;

/** What Magento makes by itself and may delete at any time: caches, generated code, static files. */
class Generated
{
    private DirectoryList $directories;
    private FileStorage $cache;
    private ModuleList $modules;

    public function __construct(DirectoryList $directories, FileStorage $cache, ModuleList $modules)
    {
        $this->directories = $directories;
        $this->cache = $cache;
        $this->modules = $modules;
    }

    public function flushCache(): void
    {
        $this->cache->flush();
    }

    /** @return string[] what was deleted */
    public function deleteCode(): array
    {
        return $this->empty($this->directories->getPath(DirectoryList::GENERATED));
    }

    /** @return string[] what was deleted */
    public function deleteStatic(): array
    {
        return $this->empty($this->directories->getPath(DirectoryList::STATIC_VIEW));
    }

    public function compile(): void
    {
        $folder = $this->directories->getPath(DirectoryList::GENERATED);
        foreach (["$folder/code/Magento", "$folder/metadata"] as $path) {
            is_dir($path) || mkdir($path, 0775, true);
        }
        $content = ['arguments' => Arguments::declared($this->modules->getNames())];
        $file = "$folder/metadata/" . Arguments::COMPILED;
        file_put_contents($file, '<?php return ' . var_export($content, true) . ";\n");
    }

    public function deployStatic(): void
    {
        $folder = $this->directories->getPath(DirectoryList::STATIC_VIEW);
        file_put_contents("$folder/deployed_version.txt", (string)time());
        foreach (['frontend', 'adminhtml'] as $area) {
            is_dir("$folder/$area") || mkdir("$folder/$area", 0775);
        }
    }

    private function empty(string $folder): array
    {
        $deleted = [];
        foreach (array_diff(is_dir($folder) ? scandir($folder) : [], ['.', '..', '.htaccess']) as $name) {
            $path = $deleted[] = "$folder/$name";
            if (is_dir($path) && !is_link($path)) {
                $this->empty($path);
                rmdir($path);
            } else {
                unlink($path);
            }
        }
        return $deleted;
    }
}
