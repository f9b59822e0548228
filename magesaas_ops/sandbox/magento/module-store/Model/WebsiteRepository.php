<?php
declare(strict_types=1);

namespace Magento\Store\Model;

use Magento\Store\Api\WebsiteRepositoryInterface;

class WebsiteRepository implements WebsiteRepositoryInterface
{
    private StoreManager $stores;

    public function __construct(StoreManager $stores)
    {
        $this->stores = $stores;
    }

    public function get($code)
    {
        return $this->stores->getWebsite((string)$code);
    }

    public function getById($id)
    {
        return $this->stores->getWebsite((int)$id);
    }

    public function getList()
    {
        return $this->stores->getWebsites(true, true);
    }
}
