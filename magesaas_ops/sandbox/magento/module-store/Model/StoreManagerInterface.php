<?php
declare(strict_types=1);

namespace Magento\Store\Model;

interface StoreManagerInterface
{
    public function getWebsites($withDefault = false, $codeKey = false);

    public function getWebsite($websiteId = null);

    public function getStores($withDefault = false, $codeKey = false);

    public function getStore($storeId = null);

    public function reinitStores();
}
