<?php
declare(strict_types=1);

namespace Magento\DataExporter\Model\Indexer;

/** What a feed is made of, and where it is kept. */
class FeedIndexMetadata
{
    private string $feedName;
    private array $description;

    public function __construct(string $feedName, array $description)
    {
        $this->feedName = $feedName;
        $this->description = $description;
    }

    public function getFeedName(): string
    {
        return $this->feedName;
    }

    public function getSourceTableName(): string
    {
        return $this->description['source'];
    }

    public function getSourceTableField(): string
    {
        return $this->description['field'];
    }

    public function getFeedTableName(): string
    {
        return $this->description['table'];
    }

    public function getIndexerId(): ?string
    {
        return $this->description['indexer'];
    }

    public function isExportImmediately(): bool
    {
        return $this->description['immediate'] === 'true';
    }
}
