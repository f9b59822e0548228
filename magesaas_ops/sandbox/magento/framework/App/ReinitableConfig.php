<?php
declare(strict_types=1);

namespace Magento\Framework\App;

use Magento\Config\App\Config\Type\System;
use Magento\Framework\App\Config\ReinitableConfigInterface;

class ReinitableConfig extends Config implements ReinitableConfigInterface
{
    private System $system;

    public function __construct(System $system)
    {
        parent::__construct($system);
        $this->system = $system;
    }

    /** Forgets cached values of all scopes; the merged XML stays cached. */
    public function reinit()
    {
        $this->system->clean();
        return $this;
    }
}
