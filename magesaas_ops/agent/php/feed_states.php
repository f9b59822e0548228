<?php
namespace Magesaas;

/** How far each feed is: its table counted, and what stands beside it, read once for all feeds (contract §14). */
final class FeedStates
{
    private $installation;
    private $connection;
    private $known;
    private $indexers = [];
    private $views = [];
    private $flags = [];
    private $final;
    private $losesDeletions;

    public function __construct(Installation $installation, array $known)
    {
        $this->installation = $installation;
        $this->connection = $installation->connection();
        $this->known = $known;
        $this->indexers = $this->rows('indexer_state', 'indexer_id, status', 'indexer_id');
        $this->views = $this->rows('mview_state', 'view_id, mode, version_id', 'view_id');
        $this->flags = $this->rows('flag', 'flag_code, flag_data', 'flag_code', " WHERE flag_code LIKE '%-feed-version'");
        $isRetrying = !defined(STATUSES . '::RETRYABLE');
        // A single item that was rejected is tried again before 103.4, and never after.
        $this->final = $isRetrying ? '400' : '1, 400';
        $version = (new Packages($installation->place))->version('magento/module-data-exporter');
        $this->losesDeletions = !$isRetrying && ($version === null || version_compare($version, MENDED_DELETIONS, '<'));
    }

    public function observed(array $feed, ?int $since): array
    {
        $isLocked = false;
        foreach (['', '_sync'] as $end) {
            $locks = $this->installation->get(\Magento\Framework\Lock\LockManagerInterface::class);
            $isLocked = $isLocked || $locks->isLocked("feed_sync_$feed[name]$end");
        }
        $counts = ['items' => 0, 'sent' => 0, 'sent_since' => null, 'waiting' => 0, 'rejected' => 0, 'last_sent' => null];
        $counts += ['stuck_deletions' => 0, 'error' => null, 'is_approximate' => false, 'problem' => null];
        try {
            $seen = $feed['kind'] === 'legacy' ? $this->legacy($feed['table']) : $this->immediate($feed['table'], $since);
            $seen += ['backlog' => $this->backlog($feed['table'])];
            $isEmpty = $seen['items'] === 0 && $this->hasRows($feed['source'] ?? null);
        } catch (\Throwable $error) {
            $seen = ['problem' => substr(without_secrets($error->getMessage()), 0, 300), 'backlog' => null];
            $isEmpty = false;
        }
        return $seen + $counts + [
            'name' => $feed['name'],
            'kind' => $feed['kind'],
            'indexer' => $this->indexers[$feed['indexer'] ?? '']['status'] ?? null,
            'is_locked' => $isLocked,
            'lacks_items' => $isEmpty,
        ];
    }

    private function immediate(string $name, ?int $since): array
    {
        $table = $this->installation->table($name);
        $isBig = $this->isBig($table);
        $counts = $isBig ? $this->sampled($table) : $this->counted($table, $since);
        foreach (['rejected' => "IN ($this->final)", 'waiting' => "NOT IN (200, $this->final)"] as $kind => $which) {
            if (empty($counts['error']) && $counts[$kind] + $counts['stuck_deletions'] > 0) {
                $counts['error'] = $this->anError($table, $which);
            }
        }
        return $counts;
    }

    private function counted(string $table, ?int $since): array
    {
        $sql = "SELECT SUM(is_deleted = 0) AS items, SUM(status = 200 AND is_deleted = 0) AS sent,"
            . ' SUM(status = 200 AND is_deleted = 0 AND modified_at >= ?) AS sent_since,'
            . " SUM(status IN ($this->final) AND is_deleted = 0) AS rejected,"
            . " SUM(status NOT IN (200, $this->final) AND is_deleted = 0) AS waiting,"
            . " SUM(status NOT IN (200, $this->final) AND is_deleted = 1) AS deletions,"
            . " MAX(CASE WHEN status = 200 THEN modified_at END) AS last_sent FROM `$table`";
        $row = $this->connection->fetchAll($sql, [gmdate('Y-m-d H:i:s', $since ?? 0)])[0];
        $counts = array_map('intval', array_diff_key($row, ['last_sent' => 1, 'deletions' => 1]));
        $deletions = (int) $row['deletions'];
        return [
            'sent_since' => $since === null ? null : $counts['sent_since'],
            'waiting' => $counts['waiting'] + ($this->losesDeletions ? 0 : $deletions),
            'stuck_deletions' => $this->losesDeletions ? $deletions : 0,
            'last_sent' => unix_time($row['last_sent']),
        ] + $counts;
    }

    /** Of a table with too many rows to count: what waits is counted to a bound, by the index on status. */
    private function sampled(string $table): array
    {
        $bounded = function (string $which) use ($table) {
            $sql = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM `$table` WHERE $which LIMIT " . MOST_SAMPLED . ') sample';
            return (int) $this->connection->fetchOne($sql, []);
        };
        $span = (int) $this->connection->fetchOne("SELECT MAX(id) - MIN(id) + 1 FROM `$table`", []);
        $waiting = $bounded("status NOT IN (200, $this->final) AND is_deleted = 0");
        $rejected = $bounded("status IN ($this->final) AND is_deleted = 0");
        $deletions = $bounded("status NOT IN (200, $this->final) AND is_deleted = 1");
        $sql = "SELECT MAX(modified_at) FROM (SELECT modified_at FROM `$table` WHERE status = 200 ORDER BY id DESC LIMIT 1000)";
        return [
            'items' => $span,
            'sent' => max(0, $span - $waiting - $rejected),
            'waiting' => $waiting + ($this->losesDeletions ? 0 : $deletions),
            'rejected' => $rejected,
            'stuck_deletions' => $this->losesDeletions ? $deletions : 0,
            'last_sent' => unix_time($this->connection->fetchOne("$sql newest", [])),
            'is_approximate' => true,
        ];
    }

    /** The ids may have gaps, so a wide span is counted, but never further than the bound. */
    private function isBig(string $table): bool
    {
        $span = (int) $this->connection->fetchOne("SELECT MAX(id) - MIN(id) + 1 FROM `$table`", []);
        if ($span <= MOST_COUNTED) {
            return false;
        }
        $sql = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM `$table` LIMIT " . (MOST_COUNTED + 1) . ') bounded';
        return (int) $this->connection->fetchOne($sql, []) > MOST_COUNTED;
    }

    private function anError(string $table, string $which): ?string
    {
        $sql = "SELECT errors FROM `$table` WHERE status $which LIMIT 100";
        foreach (array_column($this->connection->fetchAll($sql), 'errors') as $error) {
            if ((string) $error !== '') {
                return substr(without_secrets((string) $error), 0, 300);
            }
        }
        return null;
    }

    /** What was changed after the time in the flag waits; nothing of it is known to be rejected. */
    private function legacy(string $name): array
    {
        $table = $this->installation->table($name);
        $flag = str_replace(['catalog_data_exporter_', '_data_exporter', '_'], ['', '', '-'], $name) . '-feed-version';
        $sentUntil = json_decode((string) ($this->flags[$flag]['flag_data'] ?? ''), true);
        $sentUntil = is_string($sentUntil) ? $sentUntil : null;
        $sql = "SELECT COUNT(*) AS items, SUM(modified_at > ?) AS waiting FROM `$table`";
        $row = $this->connection->fetchAll($sql, [$sentUntil ?? '1970-01-02 00:00:00'])[0];
        return [
            'items' => (int) $row['items'],
            'sent' => (int) $row['items'] - (int) $row['waiting'],
            'waiting' => (int) $row['waiting'],
            'last_sent' => unix_time($sentUntil),
        ];
    }

    /** Changes that nobody has collected yet; null when the view is not kept by cron. */
    private function backlog(string $name): ?int
    {
        $view = $this->views[$name] ?? null;
        $log = $this->installation->table($name . '_cl');
        if ($view === null || $view['mode'] !== 'enabled' || !isset($this->known[$log])) {
            return null;
        }
        $last = (int) $this->connection->fetchOne("SELECT MAX(version_id) FROM `$log`", []);
        return max(0, $last - (int) $view['version_id']);
    }

    private function hasRows(?string $source): bool
    {
        $table = $source === null ? '' : $this->installation->table($source);
        return isset($this->known[$table]) && $this->connection->fetchAll("SELECT 1 FROM `$table` LIMIT 1") !== [];
    }

    private function rows(string $name, string $columns, string $key, string $which = ''): array
    {
        $table = $this->installation->table($name);
        if (!isset($this->known[$table])) {
            return [];
        }
        return array_column($this->connection->fetchAll("SELECT $columns FROM `$table`$which"), null, $key);
    }
}
