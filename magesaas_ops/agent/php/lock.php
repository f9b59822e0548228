<?php
namespace Magesaas;

const PATIENCE_SECONDS = 3;
const OUR_LOADER = 'strncmp($l,"MS1 ",4)';

/**
 * Takes the lock on the code: flock on the folder app/etc, which every process inherits that is started meanwhile, so
 * that what outlives a dead run still holds it (contract §16). Waits out those who only look.
 *
 * @return resource keep it, and close it to let go
 */
function code_lock(Root $root)
{
    $folder = fopen($root->path . '/app/etc', 'r');
    $end = microtime(true) + PATIENCE_SECONDS;
    while (!flock($folder, LOCK_EX | LOCK_NB)) {
        if (microtime(true) > $end) {
            fclose($folder);
            $who = at_work($root);
            $told = $who === null || $who['pid'] === null
                ? 'somebody who cannot be seen from here'
                : "process $who[pid] since $who[age] seconds: $who[command]";
            throw new Failure('at-work', "somebody works on the code of this node: $told");
        }
        usleep(20000);
    }
    return $folder;
}

/** Who holds the lock on the code; null when nobody does. */
function at_work(Root $root): ?array
{
    $folder = @fopen($root->path . '/app/etc', 'r');
    if ($folder === false || flock($folder, LOCK_SH | LOCK_NB)) {
        return null;
    }
    $holders = [];
    foreach (glob('/proc/[0-9]*') ?: [] as $process) {
        if (basename($process) !== (string) getmypid() && holds_lock($process, realpath($root->path . '/app/etc'))) {
            $holders[] = holder((int) basename($process));
        }
    }
    usort($holders, function ($one, $other) {
        return [$one['is_agent'], $one['since']] <=> [$other['is_agent'], $other['since']];
    });
    $first = $holders[0] ?? ['pid' => null, 'since' => null, 'age' => null, 'command' => ''];
    unset($first['is_agent']);
    return $first;
}

function holds_lock(string $process, string $folder): bool
{
    foreach (@scandir("$process/fd") ?: [] as $number) {
        $isLocked = @readlink("$process/fd/$number") === $folder
            && strpos((string) @file_get_contents("$process/fdinfo/$number"), 'FLOCK') !== false;
        if ($isLocked) {
            return true;
        }
    }
    return false;
}

function holder(int $pid): array
{
    $command = trim(str_replace("\0", ' ', (string) @file_get_contents("/proc/$pid/cmdline")));
    $isAgent = strpos($command, OUR_LOADER) !== false;
    $since = started_at($pid);
    return [
        'pid' => $pid,
        'since' => $since,
        'age' => $since === null ? null : max(0, time() - $since),
        'command' => $isAgent ? 'magesaas-ops' : substr(without_secrets($command), 0, 300),
        'is_agent' => $isAgent,
    ];
}

/** Linux counts the start of a process in hundredths of a second after its own. */
function started_at(int $pid): ?int
{
    $fields = explode(' ', substr(strrchr((string) @file_get_contents("/proc/$pid/stat"), ')') ?: '', 2));
    preg_match('~^btime (\d+)~m', (string) @file_get_contents('/proc/stat'), $boot);
    return isset($fields[19], $boot[1]) ? (int) ($boot[1] + $fields[19] / 100) : null;
}
