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
    $answer->say(done($request));
} catch (\Throwable $error) {
    $answer->fail($error);
}
exit(0);

/** Does what the request asks; what it answers becomes part of the line. */
function done(array $request): array
{
    $installation = enter($request['root']);
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
            renew_caches($installation);
            $done = ['healed' => $wereStale && stale_paths($installation) === []];
            break;
        case 'upgrade-status':
            $modules = (new Packages($installation))->modules(array_keys($wanted));
            return ['upgrade_reasons' => honest_upgrade_reasons($installation, $modules)];
        default:
            throw new Failure('exception', 'this agent does not know what it was asked to do');
    }
    $observed = observation($installation, $wanted, $request['nonce']);
    return $done + ['observation' => $observed, 'changed' => [], 'healed' => false];
}
