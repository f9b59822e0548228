<?php
declare(strict_types=1);

namespace Magento\DataExporter\Model;

use Magento\DataExporter\Model\Indexer\FeedIndexMetadata;

/** The feeds of all enabled modules: each adds its own in its di.xml. */
class FeedMetadataPool
{
    private array $classMap = [];

    public function __construct(array $classMap = [])
    {
        foreach ($classMap as $name => $description) {
            $this->classMap[$name] = new FeedIndexMetadata($name, $description);
        }
    }

    public function getMetadata(string $feedName): FeedIndexMetadata
    {
        if (!isset($this->classMap[$feedName])) {
            throw new \InvalidArgumentException("Not registered FeedIndexMetadata for feed \"$feedName\"");
        }
        return $this->classMap[$feedName];
    }

    public function getAll(): array
    {
        return $this->classMap;
    }
}
