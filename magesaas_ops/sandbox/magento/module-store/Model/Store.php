<?php
declare(strict_types=1);

namespace Magento\Store\Model;

use Magento\Framework\DataObject;

class Store extends DataObject
{
}
