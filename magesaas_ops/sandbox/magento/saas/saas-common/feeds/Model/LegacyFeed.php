<?php
declare(strict_types=1);

namespace Magento\SaaSCommon\Model;

use Magento\DataExporter\Model\Indexer\FeedIndexMetadata;
use Magento\Framework\App\ResourceConnection;

/** A feed whose rows have no status: a flag says until when it was sent, and everything that changed later waits. */
class LegacyFeed
{
    private ResourceConnection $resource;
    private Ingestion $ingestion;

    public function __construct(ResourceConnection $resource, Ingestion $ingestion)
    {
        $this->resource = $resource;
        $this->ingestion = $ingestion;
    }

    public function collectAndSend(FeedIndexMetadata $feed): void
    {
        $connection = $this->resource->getConnection();
        $states = $this->resource->getTableName('indexer_state');
        $indexer = [$feed->getIndexerId()];
        if ($connection->fetchOne("SELECT status FROM `$states` WHERE indexer_id = ?", $indexer) !== 'valid') {
            $this->collect($feed);
            $connection->query("UPDATE `$states` SET status = 'valid' WHERE indexer_id = ?", $indexer);
        }
        $flags = $this->resource->getTableName('flag');
        $flag = str_replace(['_data_exporter', '_'], ['', '-'], $feed->getFeedTableName()) . '-feed-version';
        $until = json_decode((string)$connection->fetchOne("SELECT flag_data FROM `$flags` WHERE flag_code = ?", [$flag]));
        $table = $this->resource->getTableName($feed->getFeedTableName());
        $sql = "SELECT id, feed_data, is_deleted, modified_at FROM `$table` WHERE modified_at > ? ORDER BY modified_at";
        $rows = $connection->fetchAll($sql, [$until ?? '1970-01-02 00:00:00']);
        $said = $rows === [] ? [] : $this->ingestion->send($feed->getFeedName(), $rows);
        if ($said !== [] && reset($said)[0] === 200) {
            $row = ['flag_code' => $flag, 'flag_data' => json_encode(end($rows)['modified_at'])];
            $connection->insertOnDuplicate($flags, $row, ['flag_data']);
        }
    }

    private function collect(FeedIndexMetadata $feed): void
    {
        $connection = $this->resource->getConnection();
        $table = $this->resource->getTableName($feed->getFeedTableName());
        $source = $this->resource->getTableName($feed->getSourceTableName());
        foreach ($connection->fetchAll("SELECT * FROM `$source` WHERE {$feed->getSourceTableField()} > 0") as $entity) {
            $row = ['id' => (int)$entity[$feed->getSourceTableField()], 'feed_data' => json_encode($entity)];
            $connection->insertOnDuplicate($table, $row, ['feed_data']);
        }
    }
}
