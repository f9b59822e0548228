<?php
namespace Magesaas;

const LONGEST_LIST = 20;

/** What every answer tells of the node, whether Magento can start or not. */
function node(Root $root): array
{
    return [
        'root' => $root->identity(),
        'maintenance' => (new Mark($root))->report(),
        'at_work' => at_work($root),
        'vendor' => vendor($root),
    ];
}

/** Whether the code that Composer put there is whole: judged before Magento starts, which would die (contract §16). */
function vendor(Root $root): array
{
    $folder = $root->vendorFolder();
    $packages = new Packages($root);
    $needed = ["$folder/autoload.php", "$folder/composer/installed.json", "$folder/composer/autoload_real.php"];
    $list = "$folder/composer/autoload_files.php";
    $needed = array_merge($needed, is_file($list) ? array_values((array) include $list) : []);
    $missing = array_filter($needed, function ($file) {
        return !is_file($file);
    });
    return [
        'missing' => bounded_list(preg_replace('~^' . preg_quote($root->path, '~') . '/~', '', $missing)),
        'gone' => bounded_list($packages->gone()),
        'differing' => bounded_list($packages->differing()),
        'has_lock' => $packages->lockExists(),
        'has_dev' => $packages->hasDev(),
    ];
}

function bounded_list(array $items): array
{
    $rest = count($items) - LONGEST_LIST;
    $items = array_slice(array_values($items), 0, LONGEST_LIST);
    return $rest > 0 ? array_merge($items, ["and $rest more"]) : $items;
}

function refuse_broken(array $vendor): void
{
    if ($vendor['missing'] === []) {
        return;
    }
    $count = count($vendor['missing']);
    throw new Failure(
        'vendor-broken',
        'the code that Composer put there is not whole, so no Magento process can start: missing are '
            . implode(', ', array_slice($vendor['missing'], 0, 3)) . ($count > 3 ? ' and others' : '')
    );
}
