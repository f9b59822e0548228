<?php
namespace Magesaas;

const GENERATORS = '/setup/src/Magento/Setup/Module/Di/App/Task/Operation/';

/** What earlier work on the code still owes, with its reasons, derived from what is on the node (contract §16). */
function debts(Installation $installation, array $modules, string $mode): array
{
    $folders = $installation->moduleFolders();
    $switches = array_filter($installation->moduleSwitches());
    $ours = array_intersect_key($folders, array_flip($modules), $switches);
    $others = array_diff_key(array_intersect_key($folders, $switches), $ours);
    $schema = new KnownSchema($installation);
    return [
        'upgrade' => bounded_list(upgrade_reasons($schema, $ours)),
        'upgrade_elsewhere' => bounded_list(upgrade_reasons($schema, $others)),
        'compile' => bounded_list(compile_reasons($installation, $ours, $mode)),
        'static_content' => bounded_list($mode === 'production' ? static_reasons($installation->root, $ours) : []),
    ];
}

function compile_reasons(Installation $installation, array $folders, string $mode): array
{
    $metadata = $installation->root . '/generated/metadata';
    if (!is_file("$metadata/global.php")) {
        return $mode === 'production' ? ['generated/metadata/global.php is missing'] : [];
    }
    $needed = array_merge($installation->get(\Magento\Framework\App\AreaList::class)->getCodes(), ['interception']);
    is_file($installation->root . GENERATORS . 'AppActionListGenerator.php') && $needed[] = 'app_action_list';
    $missing = array_filter($needed, function ($name) use ($metadata) {
        return !is_file("$metadata/$name.php");
    });
    $reasons = array_values(preg_filter('~(.+)~', 'generated/metadata/$1.php is missing', $missing));
    $hasLists = !is_file($installation->root . GENERATORS . 'PluginListGenerator.php')
        || glob("$metadata/primary*plugin-list.php");
    $hasLists ?: $reasons[] = 'generated/metadata has no lists of plugins';
    return array_merge($reasons, $reasons === [] ? stale_classes($installation, $folders, $metadata) : []);
}

/** Classes that the compiled code does not know or, when code came after it, knows with other arguments. */
function stale_classes(Installation $installation, array $folders, string $metadata): array
{
    $compiled = $installation->get(\Magento\Framework\ObjectManager\ConfigInterface::class);
    if (!$compiled instanceof \Magento\Framework\ObjectManager\Config\Compiled) {
        return [];
    }
    $installed = $installation->place->vendorFolder() . '/composer/installed.php';
    $isNewer = is_file($installed) && filemtime($installed) > filemtime("$metadata/global.php");
    $reasons = [];
    foreach ($folders as $module => $folder) {
        foreach (class_files($folder) as $name => $file) {
            $class = str_replace('_', '\\', $module) . '\\' . str_replace('/', '\\', $name);
            $known = $compiled->getArguments($class) ?? $compiled->getArguments($class . '\Interceptor');
            if ($known === null && preg_match('~^(final |readonly )*class ~m', text_of($file))) {
                $reasons[] = "the compiled code does not know $class";
            } elseif ($known !== null && $isNewer && !has_parameters($class, array_keys($known))) {
                $reasons[] = "the compiled code knows $class with other arguments";
            }
        }
    }
    return $reasons;
}

/** name below the module's folder, without .php => file; those that Magento does not compile left out. */
function class_files(string $folder): array
{
    $files = [];
    $below = new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS);
    foreach (new \RecursiveIteratorIterator($below) as $file) {
        $name = substr((string) $file, strlen($folder) + 1);
        $isOther = preg_match('~(^|/)(Test|view|etc|i18n)/|(^|/)registration\.php$~', $name);
        if (substr($name, -4) === '.php' && !$isOther) {
            $files[substr($name, 0, -4)] = (string) $file;
        }
    }
    return $files;
}

function has_parameters(string $class, array $names): bool
{
    try {
        $constructor = (new \ReflectionClass($class))->getConstructor();
    } catch (\Throwable $notLoadable) {
        return true;
    }
    return $names === array_map(function ($parameter) {
        return $parameter->getName();
    }, $constructor === null ? [] : $constructor->getParameters());
}

/** A module's files are in every locale of every theme, and what configures RequireJS names it. */
function static_reasons(string $root, array $folders): array
{
    $static = "$root/pub/static";
    if (!is_file("$static/deployed_version.txt")) {
        return ['pub/static/deployed_version.txt is missing'];
    }
    $reasons = [];
    foreach (['frontend', 'adminhtml'] as $area) {
        $locales = glob("$static/$area/*/*/*", GLOB_ONLYDIR) ?: [];
        foreach ($folders as $module => $folder) {
            foreach ($locales as $locale) {
                $reasons[] = locale_reasons($root, $locale, $area, $module, $folder);
            }
        }
    }
    return array_values(array_filter($reasons));
}

function locale_reasons(string $root, string $locale, string $area, string $module, string $folder): ?string
{
    // The compact strategy keeps what is the same everywhere below these.
    $places = [$locale, dirname($locale) . '/default', "$root/pub/static/base/Magento/base/default"];
    $hasFolder = array_filter($places, function ($place) use ($module) {
        return is_dir("$place/$module");
    });
    $shown = substr($locale, strlen($root) + 1);
    if (has_static_files($folder, $area) && !$hasFolder) {
        return "$shown has no files of $module";
    }
    $own = text_of("$folder/view/$area/requirejs-config.js") . text_of("$folder/view/base/requirejs-config.js");
    $merged = text_of("$locale/requirejs-config.js") . text_of("$locale/requirejs-config.min.js");
    return strpos($own, $module) !== false && strpos($merged, $module) === false
        ? "requirejs-config.js in $shown does not name $module"
        : null;
}

/** Sources of styles are no files of their own. */
function has_static_files(string $folder, string $area): bool
{
    foreach (["$folder/view/$area/web", "$folder/view/base/web"] as $web) {
        if (!is_dir($web)) {
            continue;
        }
        $below = new \RecursiveDirectoryIterator($web, \FilesystemIterator::SKIP_DOTS);
        foreach (new \RecursiveIteratorIterator($below) as $file) {
            if (substr((string) $file, -5) !== '.less') {
                return true;
            }
        }
    }
    return false;
}
