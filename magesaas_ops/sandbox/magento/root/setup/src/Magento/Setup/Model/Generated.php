<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\AreaList;
use Magento\Framework\App\Filesystem\DirectoryList;
use Magento\Framework\App\ObjectManager\Arguments;
use Magento\Framework\Cache\FileStorage;
use Magento\Framework\Component\ComponentRegistrar;
use Magento\Framework\Exception\FileSystemException;
use Magento\Framework\Module\ModuleList;

/** What Magento makes by itself and may delete at any time: caches, generated code, static files. */
class Generated
{
    private const LOCALES = [
        'frontend' => ['Magento/blank/en_US', 'Magento/luma/en_US'],
        'adminhtml' => ['Magento/backend/en_US'],
    ];

    private DirectoryList $directories;
    private FileStorage $cache;
    private ModuleList $modules;
    private ComponentRegistrar $registrar;
    private Classes $classes;
    private AreaList $areas;
    private Visitors $visitors;

    public function __construct(
        DirectoryList $directories,
        FileStorage $cache,
        ModuleList $modules,
        ComponentRegistrar $registrar,
        Classes $classes,
        AreaList $areas,
        Visitors $visitors
    ) {
        $this->visitors = $visitors;
        $this->registrar = $registrar;
        $this->classes = $classes;
        $this->areas = $areas;
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

    /**
     * Other than elsewhere, a folder that does not stay empty is an error here.
     *
     * @throws FileSystemException
     */
    public function deleteCompiled(): void
    {
        $folder = $this->directories->getPath(DirectoryList::GENERATED_CODE) . '/Magento';
        if (is_dir($folder)) {
            $this->empty($folder);
            $this->visitors->come($folder);
            if (!@rmdir($folder)) {
                $why = 'Warning!' . error_get_last()['message'];
                throw new FileSystemException(__('The directory "%1" cannot be deleted %2', $folder, $why));
            }
        }
        $this->deleteCode();
    }

    /** @return string[] what was deleted */
    public function deleteStatic(): array
    {
        return $this->empty($this->directories->getPath(DirectoryList::STATIC_VIEW));
    }

    /** A file for every area, one with the arguments of every class, and a list of plugins. */
    public function compile(): void
    {
        $folder = $this->directories->getPath(DirectoryList::GENERATED);
        foreach (["$folder/code/Magento", "$folder/metadata"] as $path) {
            is_dir($path) || mkdir($path, 0775, true);
        }
        $modules = array_values($this->modules->getNames());
        $content = ['arguments' => Arguments::declared($modules), 'signatures' => $this->classes->signatures($modules)];
        $names = array_merge(['global'], $this->areas->getCodes(), ['interception', 'primary|global|plugin-list']);
        foreach ($names as $name) {
            $text = '<?php return ' . var_export($name === 'global' ? $content : [], true) . ";\n";
            file_put_contents("$folder/metadata/$name.php", $text);
        }
    }

    /**
     * The files of every enabled module in every locale of every theme. What configures RequireJS is put together only
     * where it is missing.
     */
    public function deployStatic(): void
    {
        $static = $this->directories->getPath(DirectoryList::STATIC_VIEW);
        file_put_contents("$static/deployed_version.txt", (string)time());
        foreach (self::LOCALES as $area => $locales) {
            foreach ($locales as $locale) {
                $folder = "$static/$area/$locale";
                is_dir($folder) || mkdir($folder, 0775, true);
                $configuration = '';
                foreach ($this->modules->getNames() as $module) {
                    $view = $this->registrar->getPath(ComponentRegistrar::MODULE, $module) . "/view/$area";
                    $this->copy("$view/web", "$folder/$module");
                    $file = "$view/requirejs-config.js";
                    $configuration .= is_file($file) ? file_get_contents($file) : '';
                }
                $merged = "$folder/requirejs-config.js";
                is_file($merged) || file_put_contents($merged, $configuration);
            }
        }
    }

    private function copy(string $from, string $to): void
    {
        foreach (array_diff(is_dir($from) ? scandir($from) : [], ['.', '..']) as $name) {
            is_dir($to) || mkdir($to, 0775, true);
            is_dir("$from/$name") ? $this->copy("$from/$name", "$to/$name") : copy("$from/$name", "$to/$name");
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
