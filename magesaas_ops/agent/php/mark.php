<?php
namespace Magesaas;

/**
 * Magento's maintenance flag, and the mark that we keep inside it: whose it is, and which work was begun (contract §16).
 *
 * It is made in one piece, and then written in place and with a length that stays: a full disk cannot hurt it, and a
 * flag that an operator takes away meanwhile does not come back.
 */
final class Mark
{
    const LONGEST_COMMAND = 300;

    private $file;

    public function __construct(Root $root)
    {
        $this->file = $root->path . '/var/.maintenance.flag';
    }

    /** The protocol's `maintenance`. */
    public function report(): array
    {
        clearstatcache();
        if (!file_exists($this->file)) { // as Magento asks: a folder of that name keeps visitors out too
            return self::reported('off', []);
        }
        $mark = $this->read();
        return self::reported($mark === [] || $mark['operator'] ? 'operator' : 'ours', $mark);
    }

    /** A mark of another run is taken over when the caller has seen it; what was begun stays begun. */
    public function switchOn(array $request): void
    {
        $mark = $this->read();
        if ($mark === []) {
            $isThere = is_file($this->file);
            $before = $isThere ? (string) file_get_contents($this->file, false, null, 0, 65536) : '';
            $mark = ['magesaas' => 1, 'operator' => $isThere, 'before' => base64_encode($before), 'since' => time()];
            $mark += ['begun' => []];
        } elseif (!in_array($mark['run'], [$request['run'], $request['over'] ?? null], true)) {
            throw new Failure('marked', "another run marked this node: $mark[by], for $mark[installation]");
        }
        $mark = ['run' => $request['run'], 'installation' => $request['installation'], 'by' => $request['by']] + $mark;
        is_file($this->file) ? $this->write($mark) : $this->create($mark);
    }

    public function switchOff(string $run, array $settled): void
    {
        clearstatcache();
        if (!is_file($this->file) || $this->read() === []) {
            return;
        }
        $mark = $this->of($run);
        $left = array_diff(array_column($mark['begun'], 'task'), $settled);
        if ($left !== []) {
            throw new Failure('owed', 'begun and not known to be settled: ' . implode(', ', $left));
        }
        if ($mark['operator']) {
            file_put_contents($this->file, base64_decode($mark['before']));
        } elseif (!unlink($this->file)) {
            throw new Failure('exception', "$this->file cannot be removed");
        }
    }

    public function begin(string $run, string $task, string $command = ''): void
    {
        $mark = $this->of($run);
        $entry = ['task' => $task, 'since' => time(), 'command' => substr($command, 0, self::LONGEST_COMMAND)];
        $mark['begun'] = array_merge(self::without($mark['begun'], $task), [$entry]);
        $this->write($mark);
    }

    public function end(string $run, string $task): void
    {
        $mark = $this->of($run);
        $mark['begun'] = self::without($mark['begun'], $task);
        $this->write($mark);
    }

    /** The mark of this run: whoever was taken over, or whose flag was taken away, does no more. */
    public function of(string $run): array
    {
        $mark = $this->read();
        if ($mark === []) {
            throw new Failure('fenced', 'maintenance mode is no longer marked as this run\'s: somebody ended it');
        }
        if ($mark['run'] !== $run) {
            throw new Failure('fenced', "another run took over: $mark[by], for $mark[installation]");
        }
        return $mark;
    }

    public function isOf(string $run): bool
    {
        clearstatcache();
        return ($this->read()['run'] ?? null) === $run;
    }

    /** What is not whole is nobody's that we know: like an operator's, it is told and left. */
    private function read(): array
    {
        $text = is_file($this->file) ? (string) @file_get_contents($this->file, false, null, 0, 1048576) : '';
        $mark = json_decode($text, true);
        $empty = ['run' => '', 'installation' => '', 'by' => '', 'operator' => false, 'before' => '', 'begun' => []];
        $empty += ['since' => 0, 'at' => 0];
        $isOurs = is_array($mark) && isset($mark['magesaas']) && self::isLike($empty, $mark + $empty);
        $isOurs = $isOurs && ($mark['run'] ?? '') !== '';
        $begun = $isOurs ? $mark['begun'] ?? [] : [];
        $isOurs = $isOurs && $begun === array_values($begun);
        foreach ($begun as $entry) {
            $isOurs = $isOurs && is_array($entry) && self::isLike(['task' => '', 'since' => 0, 'command' => ''], $entry);
        }
        return $isOurs ? $mark + $empty : [];
    }

    private static function isLike(array $pattern, array $values): bool
    {
        foreach ($pattern as $key => $value) {
            if (!array_key_exists($key, $values) || gettype($values[$key]) !== gettype($value)) {
                return false;
            }
        }
        return true;
    }

    private function create(array $mark): void
    {
        $whole = $this->file . '.' . bin2hex(random_bytes(4));
        $text = self::text($mark);
        $isDone = @file_put_contents($whole, $text) === strlen($text) && @link($whole, $this->file);
        @unlink($whole);
        if (!$isDone && is_file($this->file)) {
            throw new Failure('marked', 'somebody switched maintenance mode on at this moment');
        }
        if (!$isDone) {
            throw new Failure('exception', "$this->file cannot be made: " . (error_get_last()['message'] ?? ''));
        }
    }

    private function write(array $mark): void
    {
        $text = self::text($mark);
        $file = @fopen($this->file, 'r+');
        if ($file === false || fwrite($file, $text) !== strlen($text) || !ftruncate($file, strlen($text))) {
            throw new Failure('exception', "$this->file cannot be written, so no work is begun");
        }
        fclose($file);
    }

    private static function text(array $mark): string
    {
        $json = json_encode(['at' => time()] + $mark, JSON_INVALID_UTF8_SUBSTITUTE);
        return str_pad($json, 4096 * (int) ceil((strlen($json) + 1) / 4096) - 1) . "\n";
    }

    private static function without(array $begun, string $task): array
    {
        return array_values(array_filter($begun, function ($entry) use ($task) {
            return $entry['task'] !== $task;
        }));
    }

    private static function reported(string $mode, array $mark): array
    {
        return [
            'mode' => $mode,
            'run' => $mark['run'] ?? null,
            'installation' => $mark['installation'] ?? '',
            'by' => $mark['by'] ?? '',
            'since' => $mark['since'] ?? 0,
            'age' => $mark === [] ? 0 : abs(time() - $mark['at']),
            'begun' => $mark['begun'] ?? [],
        ];
    }
}
