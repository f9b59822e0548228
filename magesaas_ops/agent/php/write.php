<?php
namespace Magesaas;

/** Writes, in one database transaction and under a lock; answers what it changed (contract §13.5). */
final class Writing
{
    private $installation;
    private $request;
    private $expected;
    private $seconds;
    private $lock;

    public function __construct(Installation $installation, array $request)
    {
        $this->installation = $installation;
        $this->request = $request;
        $this->expected = $request['expect'] ?? null;
        $this->seconds = max(0, (int) ($request['lock_seconds'] ?? 30));
        $connection = $installation->connection();
        $database = (string) $connection->fetchOne('SELECT DATABASE()', []);
        $this->lock = 'magesaas ' . sha1($database . ' ' . $installation->table('core_config_data'));
    }

    /** Default scope; `$remove` first names paths whose rows go away. */
    public function configure(array $set, array $remove, ?array $stamp): array
    {
        $this->refuseUnwritable($set, $remove);
        $changed = $this->underLock(function (Settings $before) use ($set, $remove, $stamp) {
            return $this->removals($before, $remove) + $this->savings($before, $set) + $this->stamping($before, $stamp);
        });
        return $this->settle($changed, $set, $remove);
    }

    /** Every managed row of every scope; what stands above the rows is told, not refused: detaching must not wait. */
    public function detach(?array $stamp): array
    {
        $changed = $this->underLock(function (Settings $before) use ($stamp) {
            $rows = $this->removals($before, MANAGED_PATHS);
            foreach (MANAGED_PATHS as $path) {
                foreach ($before->otherScopes($path) as $scope) {
                    list($name, $id) = explode('/', $scope);
                    $this->writer()->delete($path, $name, (int) $id);
                    $rows[$path] = null;
                }
            }
            return $rows + $this->stamping($before, $this->detachedStamp($before, $stamp, $rows !== []));
        });
        return $this->settle($changed, [], MANAGED_PATHS);
    }

    private function refuseUnwritable(array $set, array $remove): void
    {
        $settings = new Settings($this->installation);
        $generation = new Generation($this->installation);
        $switches = $this->installation->moduleSwitches();
        foreach (array_merge(array_map('strval', array_keys($set)), $remove) as $path) {
            if (!in_array($path, MANAGED_PATHS, true)) {
                throw new Failure('unsupported', "$path is no path of an attachment", $path);
            }
            if ($settings->lockedBy($path) !== null) {
                $source = $settings->lockedBy($path);
                $message = "$path is supplied by $source, which Magento prefers over the database";
                throw new Failure('locked', $message, $path);
            }
        }
        foreach (array_keys($set) as $path) {
            $module = Generation::moduleOf($path);
            if (empty($switches[$module])) {
                $message = "$path cannot be written: $module is not enabled here, so nothing says how it is stored";
                throw new Failure('unsupported', $message, $path);
            }
            if (!$generation->has($path)) {
                throw new Failure('unsupported', "the installed generation of $module has no field $path", $path);
            }
        }
    }

    /** Runs the changes in a transaction; they answer path => text that the row must have now, null for no row. */
    private function underLock(callable $changes): array
    {
        $connection = $this->installation->connection();
        if ((string) $connection->fetchOne('SELECT GET_LOCK(?, ?)', [$this->lock, $this->seconds]) !== '1') {
            throw new Failure('busy', "another run still writes to this installation after $this->seconds seconds");
        }
        try {
            $connection->query('SET SESSION innodb_lock_wait_timeout = ' . max(1, $this->seconds));
            $connection->beginTransaction();
            try {
                $before = new Settings($this->installation, true);
                $this->refuseStale($before);
                $rows = $changes($before);
                $this->refuseOtherThan($rows);
                $connection->commit();
            } catch (\Throwable $error) {
                attempt(function () use ($connection) {
                    $connection->rollBack();
                });
                throw $error;
            }
        } finally {
            attempt(function () use ($connection) {
                $connection->fetchOne('SELECT RELEASE_LOCK(?)', [$this->lock]);
            });
        }
        return array_keys($rows);
    }

    private function refuseStale(Settings $before): void
    {
        if ($this->expected === null) {
            return;
        }
        $packages = $this->request['packages'] ?? [];
        $seen = observation($this->installation, $packages, $this->request['nonce'], $before);
        if ($seen['digest'] !== $this->expected) {
            throw new Failure('stale', 'the configuration of this installation changed since it was looked at');
        }
    }

    /** Magento's connection speaks three-byte UTF-8 without strict mode: misfits are cut silently (contract §1). */
    private function refuseOtherThan(array $rows): void
    {
        $now = new Settings($this->installation, true);
        foreach ($rows as $path => $row) {
            if ($now->hasRow($path) !== ($row !== null) || $now->row($path) !== $row) {
                $message = "the database keeps another text for $path than it was given (character set or length)";
                throw new Failure('not-stored', $message, $path);
            }
        }
    }

    private function removals(Settings $before, array $paths): array
    {
        $rows = [];
        foreach ($paths as $path) {
            if ($before->hasRow($path)) {
                $this->writer()->delete($path);
                $rows[$path] = null;
            }
        }
        return $rows;
    }

    private function savings(Settings $before, array $set): array
    {
        // With it, the modules call the registry in the middle of the transaction, without a time limit (contract §3).
        unset($_ENV['MAGENTO_CLOUD_PROJECT']);
        $rows = [];
        foreach ($set as $path => $text) {
            if (is_same($path, $before->stored($path), $text) && !$before->isInClear($path)) {
                continue;
            }
            $rows[$path] = $before->isEncrypted($path)
                ? $this->installation->get(\Magento\Framework\Encryption\EncryptorInterface::class)->encrypt($text)
                : $text;
            $this->writer()->save($path, $rows[$path]);
        }
        return $rows;
    }

    /** The stamp names the database that it was written to: a copy that it travels with is known by that. */
    private function stamping(Settings $before, ?array $stamp): array
    {
        if ($stamp === null) {
            return [];
        }
        $stamp = ['database' => database_key(database_identity($this->installation))] + $stamp;
        $json = json_encode($stamp, JSON_UNESCAPED_SLASHES);
        if ($before->row(STAMP) === $json) {
            return [];
        }
        $this->writer()->save(STAMP, $json);
        return [STAMP => $json];
    }

    /** Detaching keeps from what and when, also when it is done once more. */
    private function detachedStamp(Settings $before, ?array $stamp, bool $isAttached): ?array
    {
        if ($stamp === null) {
            return null;
        }
        $kept = json_decode((string) $before->row(STAMP), true);
        $kept = is_array($kept) ? array_intersect_key($kept, ['detached_from' => 1, 'detached_at' => 1]) : [];
        $attachedTo = $before->stored(IDS . 'environment_id');
        $now = ['detached_from' => $attachedTo ?? '', 'detached_at' => time()];
        return ($isAttached ? $now : $kept) + $stamp;
    }

    private function settle(array $changed, array $set, array $remove): array
    {
        $wereStale = stale_paths($this->installation);
        if ($changed !== [] || $wereStale !== []) {
            clean_cold($this->installation);
        }
        $after = new Settings($this->installation);
        foreach ($set as $path => $text) {
            $isUsed = is_same($path, $after->value($path), $text) && !$after->isBehind($path);
            $isUsed ?: self::refuseIneffective($after, $path, 'is stored');
        }
        foreach ($remove as $path) {
            $isGone = $after->value($path) === null || $after->source($path) === 'default';
            $isGone && !$after->isBehind($path) ?: self::refuseIneffective($after, $path, 'has no row any more');
        }
        $wasBehind = array_diff($wereStale, $changed) !== [];
        return ['changed' => $changed, 'healed' => $wasBehind && stale_paths($this->installation) === []];
    }

    private static function refuseIneffective(Settings $after, string $path, string $done): void
    {
        $source = $after->isBehind($path) ? 'a variable of the web server, or a stale cache' : $after->source($path);
        throw new Failure('not-effective', "$path $done, but Magento still uses another value, from: $source", $path);
    }

    private function writer()
    {
        return $this->installation->get(\Magento\Framework\App\Config\Storage\WriterInterface::class);
    }
}

/** For what must not hide the error that came before it: on a lost connection the server cleans up by itself. */
function attempt(callable $cleaning): void
{
    try {
        $cleaning();
    } catch (\Throwable $lost) {
        return;
    }
}

/** Another spelling of one private key is no other key. */
function is_same(string $path, ?string $held, string $text): bool
{
    return $held === $text || $held !== null && in_array($path, SECRET_PATHS, true)
        && public_half($text) !== null && public_half($held) === public_half($text);
}

/** Managed paths of which the cache shows something else than the sources say (contract §13.4). */
function stale_paths(Installation $installation): array
{
    return array_values(array_filter(MANAGED_PATHS, [new Settings($installation), 'isBehind']));
}
