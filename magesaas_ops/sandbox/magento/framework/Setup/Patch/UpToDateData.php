<?php
declare(strict_types=1);

namespace Magento\Framework\Setup\Patch;

class UpToDateData
{
    private Pending $pending;

    public function __construct(Pending $pending)
    {
        $this->pending = $pending;
    }

    public function isUpToDate(): bool
    {
        return $this->pending->names('Data') === [];
    }

    public function getDetails(): array
    {
        return $this->pending->names('Data');
    }
}
