<?php
declare(strict_types=1);

namespace Magento\Config\Model\Placeholder;

class PlaceholderFactory
{
    public const TYPE_ENVIRONMENT = 'environment';

    public function create($type)
    {
        if ($type !== self::TYPE_ENVIRONMENT) {
            throw new \Magento\Framework\Exception\LocalizedException(__('There is no defined type %1', $type));
        }
        return new Environment();
    }
}
