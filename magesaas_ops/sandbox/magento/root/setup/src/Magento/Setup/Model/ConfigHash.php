<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\ResourceConnection;

/** Whether the files' `system` section is the one that was imported; the memory of it is in the database. */
class ConfigHash
{
    private const HASH = 'config_hash';
    private const SNAPSHOT = 'system_config_snapshot';

    private DeploymentConfig $config;
    private ResourceConnection $resource;

    public function __construct(DeploymentConfig $config, ResourceConnection $resource)
    {
        $this->config = $config;
        $this->resource = $resource;
    }

    public function isUpToDate(): bool
    {
        $imported = $this->flag(self::HASH);
        $system = $this->config->get('system');
        return !$system || $this->hash($system) === $imported;
    }

    /** Remembers the section: its hash, and all of its values in clear text. */
    public function import(): bool
    {
        $system = $this->config->get('system');
        if (!$system) {
            return false;
        }
        $isNew = !$this->isUpToDate();
        $this->setFlag(self::HASH, $this->hash($system));
        $this->setFlag(self::SNAPSHOT, (string)json_encode($system));
        return $isNew;
    }

    private function hash(array $system): string
    {
        return sha1(serialize($system));
    }

    private function flag(string $code): ?string
    {
        $connection = $this->resource->getConnection();
        $select = $connection->select()->from($this->table(), ['flag_data'])->where('flag_code = ?', $code);
        return $connection->fetchOne($select) ?: null;
    }

    private function setFlag(string $code, string $data): void
    {
        $row = ['flag_code' => $code, 'flag_data' => $data];
        $this->resource->getConnection()->insertOnDuplicate($this->table(), $row, ['flag_data']);
    }

    private function table(): string
    {
        return $this->resource->getTableName('flag');
    }
}
