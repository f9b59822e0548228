<?php
namespace Magesaas;

const STATUSES = 'Magento\DataExporter\Status\ExportStatusCodeProvider';
const FEED_POOL = 'Magento\DataExporter\Model\FeedMetadataPool';
/** Rows of one table that are counted one by one: 300,000 take a third of a second, cold (contract §14). */
const MOST_COUNTED = 500000;
const MOST_SAMPLED = 100000;
/** From this version of the exporter on a deletion that failed is tried again; 103.4.0 lost it (contract §14). */
const MENDED_DELETIONS = '103.4.22';
/** Feeds of modules that have no pool of feeds yet. */
const OLD_FEEDS = ['products' => 'catalog_data_exporter_products'];

/** The exports of this Magento to its SaaS environment: what waits, what was sent, and whether anything sends. */
function feeds(Installation $installation, array $stamp): array
{
    $connection = $installation->connection();
    $schedule = $installation->table('cron_schedule');
    $sql = "SELECT MAX(executed_at) FROM $schedule WHERE status = 'success'";
    $known = array_flip($connection->getTables());
    $found = feed_descriptions($installation, $known);
    $states = new FeedStates($installation, $known);
    $since = $stamp['marked_at'] ?? null;
    $isCronOn = $installation->get(\Magento\Framework\App\DeploymentConfig::class)->get('cron/enabled', 1);
    return [
        'cron_enabled' => (bool) $isCronOn,
        'cron_ran' => isset($known[$schedule]) ? unix_time($connection->fetchOne($sql, [])) : null,
        'now' => (int) $connection->fetchOne('SELECT UNIX_TIMESTAMP()', []),
        'feeds' => array_map(function ($feed) use ($states, $since) {
            return $states->observed($feed, is_int($since) ? $since : null);
        }, $found),
    ];
}

/** name, table, indexer and kind of every feed whose table is there. */
function feed_descriptions(Installation $installation, array $known): array
{
    $feeds = [];
    if (!class_exists(FEED_POOL)) {
        foreach (OLD_FEEDS as $name => $table) {
            $feed = ['name' => $name, 'table' => $table, 'source' => 'catalog_product_entity', 'indexer' => null];
            $feeds[] = $feed + ['kind' => 'legacy'];
        }
    } else {
        foreach ($installation->get(FEED_POOL)->getAll() as $feed) {
            $feeds[] = [
                'name' => $feed->getFeedName(),
                'table' => $feed->getFeedTableName(),
                'source' => $feed->getSourceTableName(),
                'indexer' => method_exists($feed, 'getIndexerId') ? $feed->getIndexerId() : null,
                'kind' => $feed->isExportImmediately() ? 'immediate' : 'legacy',
            ];
        }
    }
    return array_values(array_filter($feeds, function ($feed) use ($installation, $known) {
        return isset($known[$installation->table($feed['table'])]);
    }));
}

/** A date of the database, which Magento keeps in UTC. */
function unix_time($text): ?int
{
    $time = is_string($text) && $text !== '' ? strtotime("$text UTC") : false;
    return $time === false ? null : $time;
}
