<?php
declare(strict_types=1);

namespace Magento\Framework\App;

class AreaList
{
    private const AREAS = ['adminhtml', 'frontend', 'crontab', 'graphql', 'webapi_rest', 'webapi_soap'];

    public function getCodes()
    {
        return self::AREAS;
    }
}
