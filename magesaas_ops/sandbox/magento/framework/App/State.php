<?php
declare(strict_types=1);

namespace Magento\Framework\App;

use Magento\Framework\Exception\LocalizedException;

class State
{
    public const PARAM_MODE = 'MAGE_MODE';
    public const MODE_DEVELOPER = 'developer';
    public const MODE_PRODUCTION = 'production';
    public const MODE_DEFAULT = 'default';

    private string $mode;
    private ?string $areaCode = null;

    public function __construct(string $mode = self::MODE_DEFAULT)
    {
        if (!in_array($mode, [self::MODE_DEVELOPER, self::MODE_PRODUCTION, self::MODE_DEFAULT], true)) {
            throw new \InvalidArgumentException("Unknown application mode: $mode");
        }
        $this->mode = $mode;
    }

    public function getMode()
    {
        return $this->mode;
    }

    public function setAreaCode($code)
    {
        if ($this->areaCode !== null) {
            throw new LocalizedException(__('Area code is already set'));
        }
        $this->areaCode = $code;
    }

    public function getAreaCode()
    {
        if ($this->areaCode === null) {
            throw new LocalizedException(__('Area code is not set'));
        }
        return $this->areaCode;
    }

    public function emulateAreaCode($areaCode, $callback, $params = [])
    {
        $before = $this->areaCode;
        $this->areaCode = $areaCode;
        try {
            return $callback(...$params);
        } finally {
            $this->areaCode = $before;
        }
    }
}
