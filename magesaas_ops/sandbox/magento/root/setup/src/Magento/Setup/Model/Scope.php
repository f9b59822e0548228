<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\Exception\LocalizedException;
use Magento\Framework\Exception\NoSuchEntityException;
use Magento\Store\Model\StoreManagerInterface;

/** A scope as the command line names it, and its id. */
class Scope
{
    private StoreManagerInterface $stores;

    public function __construct(StoreManagerInterface $stores)
    {
        $this->stores = $stores;
    }

    /** @throws LocalizedException when there is no such website or store view */
    public function id(string $scope, ?string $code): int
    {
        if ($scope === 'default') {
            return 0;
        }
        if ((string)$code === '') {
            throw new LocalizedException(__('A scope code is missing. Enter a code and try again.'));
        }
        $isWebsite = in_array($scope, ['website', 'websites'], true);
        try {
            return ($isWebsite ? $this->stores->getWebsite($code) : $this->stores->getStore($code))->getId();
        } catch (NoSuchEntityException $e) {
            throw new LocalizedException(__('The "%1" value doesn\'t exist. Enter another value and try again.', $code), $e);
        }
    }
}
