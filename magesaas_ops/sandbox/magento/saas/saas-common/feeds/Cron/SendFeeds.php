<?php
declare(strict_types=1);

namespace Magento\SaaSCommon\Cron;

use Magento\DataExporter\Model\FeedMetadataPool;
use Magento\Framework\Lock\LockManagerInterface;
use Magento\SaaSCommon\Model\FeedCollector;
use Magento\SaaSCommon\Model\FeedSender;
use Magento\SaaSCommon\Model\LegacyFeed;

/** What cron does for the feeds: collects what changed, then sends. A feed that is locked is left alone. */
class SendFeeds
{
    private FeedMetadataPool $pool;
    private LockManagerInterface $locks;
    private FeedCollector $collector;
    private FeedSender $sender;
    private LegacyFeed $legacy;

    public function __construct(
        FeedMetadataPool $pool,
        LockManagerInterface $locks,
        FeedCollector $collector,
        FeedSender $sender,
        LegacyFeed $legacy
    ) {
        $this->legacy = $legacy;
        $this->pool = $pool;
        $this->locks = $locks;
        $this->collector = $collector;
        $this->sender = $sender;
    }

    public function execute(): void
    {
        foreach ($this->pool->getAll() as $feed) {
            $name = 'feed_sync_' . $feed->getFeedName();
            if (!$this->locks->lock($name, 0)) {
                continue;
            }
            try {
                if (!$feed->isExportImmediately()) {
                    $this->legacy->collectAndSend($feed);
                    continue;
                }
                $this->collector->collect($feed);
                $this->sender->sendWaiting($feed);
            } finally {
                $this->locks->unlock($name);
            }
        }
    }
}
