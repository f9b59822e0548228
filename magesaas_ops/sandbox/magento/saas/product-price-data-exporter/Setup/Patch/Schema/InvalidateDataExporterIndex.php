<?php
declare(strict_types=1);

namespace Magento\ProductPriceDataExporter\Setup\Patch\Schema;

use Magento\Framework\Setup\Patch\SchemaPatchInterface;

/** Its argument comes from this module's di.xml: a process that started without the module cannot build it. */
class InvalidateDataExporterIndex implements SchemaPatchInterface
{
    private array $invalidationEvents;

    public function __construct(array $invalidationEvents)
    {
        $this->invalidationEvents = $invalidationEvents;
    }

    public static function getDependencies()
    {
        return [];
    }

    public function getAliases()
    {
        return [];
    }

    public function apply()
    {
        return $this->invalidationEvents === [] ? null : $this;
    }
}
