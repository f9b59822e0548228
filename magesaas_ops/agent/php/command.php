<?php
namespace Magesaas;

const LONGEST_OUTPUT = 16384;
const MOST_LINES = 40;
const LONGEST_LINE = 500;

/**
 * Runs one command of Composer or Magento under the lock, as a task of the mark: begun before it starts, struck only
 * when it ended well. It and this process go on when nobody listens any more.
 */
function command_end(Root $root, array $request): array
{
    $lock = code_lock($root);
    $mark = new Mark($root);
    $argv = array_map('strval', $request['argv']);
    $mark->begin($request['run'], $request['task'], without_secrets(implode(' ', $argv)));
    foreach (empty($request['fresh_requirejs']) ? [] : requirejs_configurations($root) as $file) {
        unlink($file);
    }
    empty($request['fresh_generated']) ?: delete_generated($root);
    $started = microtime(true);
    $printed = printed_file($root);
    $status = status_of($argv, $root->path, $printed);
    if ($status['exitcode'] === 0 && !$status['signaled'] && $mark->isOf($request['run'])) {
        $mark->end($request['run'], $request['task']);
    }
    fclose($lock);
    return [
        'status' => $status['exitcode'],
        'signal' => $status['signaled'] ? $status['termsig'] : null,
        'seconds' => round(microtime(true) - $started, 3),
        'lines' => last_lines($printed),
    ];
}

/** Deploying static content keeps these in production mode, and then no page loads what is new (contract §16). */
function requirejs_configurations(Root $root): array
{
    return glob($root->path . '/pub/static/*/*/*/*/requirejs-config*.js') ?: [];
}

/**
 * What was compiled first, for without it Magento does not believe the rest. Visitors' requests generate code
 * meanwhile: that is of the new code, and a folder that does not stay empty for it is no fault.
 */
function delete_generated(Root $root): void
{
    foreach (['metadata', 'code'] as $name) {
        $folder = $root->path . '/generated/' . $name;
        if (!is_dir($folder)) {
            continue;
        }
        $below = new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS);
        foreach (new \RecursiveIteratorIterator($below, \RecursiveIteratorIterator::CHILD_FIRST) as $path => $file) {
            $file->isDir() && !$file->isLink() ? @rmdir($path) : @unlink($path);
        }
    }
}

/** @param resource $printed */
function status_of(array $argv, string $folder, $printed): array
{
    putenv('COLUMNS=4000');
    $home = passwd_entry(user_id())['home'] ?? '';
    getenv('HOME') !== false || $home === '' ?: putenv("HOME=$home");
    // In a session of its own, it does not get the signals of a terminal that we were started from.
    function_exists('posix_setsid') && @posix_setsid();
    $quoted = array_map(function ($argument) {
        return "'" . str_replace("'", "'\\''", $argument) . "'";
    }, $argv);
    $pipes = [];
    $streams = [['file', '/dev/null', 'r'], $printed, $printed];
    $process = proc_open('exec ' . implode(' ', $quoted), $streams, $pipes, $folder);
    if ($process === false) {
        throw new Failure('exception', 'the command could not be started: ' . (error_get_last()['message'] ?? ''));
    }
    while (($status = proc_get_status($process))['running']) {
        usleep(20000);
    }
    proc_close($process);
    return $status;
}

/**
 * A file that has no name any more, so that what is printed stays nowhere; a pipe would kill the command with us.
 *
 * @return resource
 */
function printed_file(Root $root)
{
    foreach ([sys_get_temp_dir(), '/dev/shm', $root->path . '/var'] as $folder) {
        $name = $folder . '/magesaas-' . bin2hex(random_bytes(8));
        $file = @fopen($name, 'x+');
        if ($file !== false) {
            @chmod($name, 0600);
            unlink($name);
            return $file;
        }
    }
    return fopen('/dev/null', 'w+');
}

/** @param resource $printed */
function last_lines($printed): array
{
    fseek($printed, 0, SEEK_END);
    fseek($printed, max(0, ftell($printed) - LONGEST_OUTPUT));
    $lines = preg_split('~[\r\n]+~', without_secrets((string) stream_get_contents($printed)), -1, PREG_SPLIT_NO_EMPTY);
    return array_map(function ($line) {
        return substr($line, 0, LONGEST_LINE);
    }, array_slice($lines, -MOST_LINES));
}

/** What is obvious only: the control machine redacts what it shows of this. */
function without_secrets(string $text): string
{
    $masks = [
        Answer::PEM => '********',
        Answer::CIPHERTEXT => '********',
        '~(://[^/\s:@]*:)[^@\s/]+@~' => '$1********@',
        '~\b(Bearer|Basic)\s+[A-Za-z0-9._\~+/=-]{8,}~i' => '$1 ********',
    ];
    return preg_replace(array_keys($masks), array_values($masks), $text) ?? '(not printable)';
}
