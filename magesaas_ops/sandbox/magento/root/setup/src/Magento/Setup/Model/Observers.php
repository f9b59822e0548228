<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Framework\ObjectManagerInterface;

/** What modules do at events: some read a value, and so fill the configuration cache with what this process sees. */
class Observers
{
    private ObjectManagerInterface $objects;

    public function __construct(ObjectManagerInterface $objects)
    {
        $this->objects = $objects;
    }

    public function look(): void
    {
        try {
            $this->objects->get(ScopeConfigInterface::class)->getValue('system/full_page_cache/caching_application');
        } catch (\Exception $nothingToLookAt) {
            return;
        }
    }
}
