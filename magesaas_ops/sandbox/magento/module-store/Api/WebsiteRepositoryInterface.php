<?php
declare(strict_types=1);

namespace Magento\Store\Api;

interface WebsiteRepositoryInterface
{
    public function get($code);

    public function getById($id);

    public function getList();
}
