<?php
declare(strict_types=1);

namespace Magento\SaaSCommon\Model;

use Magento\DataExporter\Model\Indexer\FeedIndexMetadata;
use Magento\DataExporter\Status\ExportStatusCodeProvider as Status;
use Magento\Framework\App\ResourceConnection;

/** Sends what waits in the table of a feed, a hundred items at a time, and writes down what the service said. */
class FeedSender
{
    private const BATCH = 100;
    private const DONE = [200, 400, Status::FAILED_ITEM_ERROR];

    private ResourceConnection $resource;
    private Ingestion $ingestion;

    public function __construct(ResourceConnection $resource, Ingestion $ingestion)
    {
        $this->resource = $resource;
        $this->ingestion = $ingestion;
    }

    /** A deletion that failed once is never found here again: so it is from 103.4.0 to 103.4.21. */
    public function sendWaiting(FeedIndexMetadata $feed): void
    {
        $connection = $this->resource->getConnection();
        $table = $this->resource->getTableName($feed->getFeedTableName());
        $after = 0;
        do {
            $sql = "SELECT id, feed_data, is_deleted FROM `$table` WHERE status NOT IN (" . implode(', ', self::DONE)
                . ') AND (is_deleted = 0 OR status = ' . FeedCollector::JUST_DELETED . ') AND id > ? ORDER BY id LIMIT ' . self::BATCH;
            $rows = $connection->fetchAll($sql, [$after]);
            $rows && $this->note($table, $this->ingestion->send($feed->getFeedName(), $rows));
            $after = $rows ? (int)end($rows)['id'] : 0;
        } while (count($rows) === self::BATCH);
    }

    /** @param array<int, array{int, ?string}> $said id → status and error */
    private function note(string $table, array $said): void
    {
        $sql = "UPDATE `$table` SET status = ?, errors = ?, modified_at = ? WHERE id = ?";
        foreach ($said as $id => [$status, $error]) {
            $this->resource->getConnection()->query($sql, [$status, $error, gmdate('Y-m-d H:i:s'), $id]);
        }
    }
}
