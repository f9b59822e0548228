<?php
declare(strict_types=1);

namespace Magento\ServicesId\Model\Config\Backend;

use Magento\ServicesId\Model\ServicesConfig;

/** An id that the registry must confirm before it is stored. */
class EnvironmentId
{
    private ServicesConfig $config;

    public function __construct(ServicesConfig $config)
    {
        $this->config = $config;
    }

    public function stored(string $entered): string
    {
        if (!$this->config->isApiKeySet()) {
            throw new \RuntimeException('Commerce Services API Key is not set');
        }
        return $entered;
    }
}
