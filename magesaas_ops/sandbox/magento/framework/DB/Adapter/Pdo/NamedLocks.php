<?php
declare(strict_types=1);

namespace Magento\Framework\DB\Adapter\Pdo;

/** GET_LOCK and its kin over flock: seen by every process, released when the holder dies. */
class NamedLocks
{
    private string $folder;
    private array $held = [];

    public function __construct(string $folder)
    {
        $this->folder = $folder;
    }

    public function acquire($name, $timeout): int
    {
        if (isset($this->held[$name])) {
            $this->held[$name][1]++;
            return 1;
        }
        $until = microtime(true) + ($timeout < 0 ? 1e9 : (float)$timeout);
        $file = fopen($this->path($name), 'c');
        while (!flock($file, LOCK_EX | LOCK_NB)) {
            if (microtime(true) >= $until) {
                return 0;
            }
            usleep(20000);
        }
        $this->held[$name] = [$file, 1];
        return 1;
    }

    public function release($name): ?int
    {
        if (!isset($this->held[$name])) {
            return is_file($this->path($name)) ? 0 : null;
        }
        if (--$this->held[$name][1] === 0) {
            fclose($this->held[$name][0]);
            unset($this->held[$name]);
        }
        return 1;
    }

    public function isUsed($name): ?int
    {
        if (isset($this->held[$name])) {
            return getmypid();
        }
        $file = fopen($this->path($name), 'c');
        return flock($file, LOCK_EX | LOCK_NB) ? null : 1;
    }

    private function path($name): string
    {
        if (!is_dir($this->folder)) {
            @mkdir($this->folder, 0777, true);
        }
        return $this->folder . '/' . sha1((string)$name);
    }
}
