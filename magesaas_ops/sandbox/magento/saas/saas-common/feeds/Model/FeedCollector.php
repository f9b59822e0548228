<?php
declare(strict_types=1);

namespace Magento\SaaSCommon\Model;

use Magento\DataExporter\Model\Indexer\FeedIndexMetadata;
use Magento\Framework\App\ResourceConnection;

/** Brings the table of a feed to what its source holds: everything when its indexer is invalid, else what changed. */
class FeedCollector
{
    /** Sent once; when that fails it becomes retryable, and is then forgotten, as from 103.4.0 to 103.4.21. */
    public const JUST_DELETED = -2;

    private ResourceConnection $resource;

    public function __construct(ResourceConnection $resource)
    {
        $this->resource = $resource;
    }

    public function collect(FeedIndexMetadata $feed): void
    {
        $connection = $this->resource->getConnection();
        $states = $this->resource->getTableName('indexer_state');
        $views = $this->resource->getTableName('mview_state');
        $log = $this->resource->getTableName($feed->getFeedTableName() . '_cl');
        $sql = "SELECT status FROM `$states` WHERE indexer_id = ?";
        $isValid = $connection->fetchOne($sql, [$feed->getIndexerId()]) === 'valid';
        $at = (int)$connection->fetchOne("SELECT version_id FROM `$views` WHERE view_id = ?", [$feed->getFeedTableName()]);
        $last = (int)$connection->fetchOne("SELECT MAX(version_id) FROM `$log`");
        if (!$isValid) {
            $this->take($feed, '1 = 1');
        } elseif ($last > $at) {
            $this->take($feed, "{$feed->getSourceTableField()} IN (SELECT entity_id FROM `$log` WHERE version_id > $at)");
        }
        $connection->query("UPDATE `$states` SET status = 'valid' WHERE indexer_id = ?", [$feed->getIndexerId()]);
        $connection->query("UPDATE `$views` SET version_id = ? WHERE view_id = ?", [$last, $feed->getFeedTableName()]);
    }

    /** Only what has another hash than before will be sent again. */
    private function take(FeedIndexMetadata $feed, string $which): void
    {
        $connection = $this->resource->getConnection();
        $table = $this->resource->getTableName($feed->getFeedTableName());
        $source = $this->resource->getTableName($feed->getSourceTableName());
        $known = $connection->fetchPairs("SELECT feed_id, feed_hash FROM `$table`");
        foreach ($connection->fetchAll("SELECT * FROM `$source` WHERE $which") as $entity) {
            $data = json_encode($entity);
            $id = (int)$entity[$feed->getSourceTableField()];
            if (($known[sha1((string)$id)] ?? null) === sha1($data)) {
                continue;
            }
            $row = ['source_entity_id' => $id, 'feed_id' => sha1((string)$id), 'feed_data' => $data,
                'feed_hash' => sha1($data), 'status' => 0, 'is_deleted' => 0];
            $connection->insertOnDuplicate($table, $row, ['feed_data', 'feed_hash', 'status', 'is_deleted']);
        }
        $gone = "source_entity_id NOT IN (SELECT {$feed->getSourceTableField()} FROM `$source`) AND is_deleted = 0";
        $connection->query("UPDATE `$table` SET is_deleted = 1, status = " . self::JUST_DELETED . " WHERE $gone");
    }
}
