<?php
declare(strict_types=1);

namespace Magento\Framework\Setup\Patch;

use Magento\Framework\App\ResourceConnection;

class PatchHistory
{
    public const TABLE_NAME = 'patch_list';

    private ResourceConnection $resource;
    private ?array $applied = null;

    public function __construct(ResourceConnection $resource)
    {
        $this->resource = $resource;
    }

    public function isApplied($patchName)
    {
        if ($this->applied === null) {
            $connection = $this->resource->getConnection();
            $select = $connection->select()->from($this->resource->getTableName(self::TABLE_NAME), ['patch_name']);
            $this->applied = array_flip($connection->fetchCol($select));
        }
        return isset($this->applied[$patchName]);
    }

    public function fixPatch($patchName)
    {
        $table = $this->resource->getTableName(self::TABLE_NAME);
        $this->resource->getConnection()->insert($table, ['patch_name' => $patchName]);
        $this->applied[$patchName] = true;
    }
}
