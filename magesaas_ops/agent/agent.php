<?php
namespace Magesaas;

/*
 * The agent: bootstraps one Magento, does what the request asks, and says one line. It is joined with the files in php/
 * and evaluated by the loader, which leaves the request in $request; see protocol.py for both.
 */
error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED & ~E_NOTICE);
ini_set('display_errors', 'stderr');
ini_set('log_errors', '0');
ini_set('zend.exception_ignore_args', '1');
set_time_limit(0);
ignore_user_abort(true);
unset($GLOBALS['b'], $GLOBALS['s'], $GLOBALS['l']);

$answer = new Answer($request);
try {
    $root = enter($request['root']);
    $answer->comesFrom($root);
    $answer->say(done_by_files($root, $request) ?? done_by_magento($root, $request));
} catch (\Throwable $error) {
    $answer->fail($error);
}
exit(0);

/** Does what needs no Magento that can start; null when the request is for Magento. */
function done_by_files(Root $root, array $request): ?array
{
    switch ($request['verb']) {
        case 'run':
            return ['command' => command_end($root, $request)];
        case 'maintenance-on':
        case 'maintenance-off':
        case 'tasks':
            $lock = code_lock($root);
            mark_done($root, $request);
            fclose($lock);
            return [];
        default:
            return null;
    }
}

function mark_done(Root $root, array $request): void
{
    $mark = new Mark($root);
    if ($request['verb'] === 'maintenance-on') {
        $mark->switchOn($request);
    } elseif ($request['verb'] === 'maintenance-off') {
        $mark->switchOff($request['run'], $request['settled'] ?? []);
    } else {
        foreach ($request['begun'] ?? [] as $task) {
            $mark->begin($request['run'], $task);
        }
        foreach ($request['ended'] ?? [] as $task) {
            $mark->end($request['run'], $task);
        }
    }
}

/** Does what the request asks of a Magento; what it answers becomes part of the line. */
function done_by_magento(Root $root, array $request): array
{
    refuse_broken(vendor($root));
    $installation = new Installation($root);
    $wanted = $request['packages'] ?? [];
    switch ($request['verb']) {
        case 'observe':
            $done = [];
            break;
        case 'configure':
            $writing = new Writing($installation, $request);
            $done = $writing->configure($request['set'] ?? [], $request['remove'] ?? [], $request['stamp'] ?? null);
            break;
        case 'detach':
            $done = (new Writing($installation, $request))->detach($request['stamp'] ?? null);
            break;
        case 'caches':
            $wereStale = stale_paths($installation) !== [];
            clean_cold($installation);
            $done = ['healed' => $wereStale && stale_paths($installation) === []];
            break;
        case 'probe':
            return ['held' => probed($installation, $request)];
        case 'upgrade-status':
            $modules = modules_of($installation, array_keys($wanted));
            return ['upgrade_reasons' => honest_upgrade_reasons($installation, $modules)];
        default:
            throw new Failure('exception', 'this agent does not know what it was asked to do');
    }
    $observed = observation($installation, $wanted, $request['nonce']);
    $observed['feeds'] = feeds($installation, (array) $observed['stamp']);
    return $done + ['observation' => $observed, 'changed' => [], 'healed' => false];
}

function modules_of(Installation $installation, array $names): array
{
    return (new Packages($installation->place))->modules($names, $installation->moduleFolders());
}
