<?php
declare(strict_types=1);

namespace Magento\ServicesId\Model;

use Magento\Framework\App\Config\ScopeConfigInterface;

class ServicesConfig implements ServicesConfigInterface
{
    private const IDS = 'services_connector/services_id/';
    private const KEYS = 'services_connector/services_connector_integration/';

    private ScopeConfigInterface $config;

    public function __construct(ScopeConfigInterface $config)
    {
        $this->config = $config;
    }

    public function getProjectId()
    {
        return $this->config->getValue(self::IDS . 'project_id');
    }

    public function getProjectName()
    {
        return $this->config->getValue(self::IDS . 'project_name');
    }

    public function getEnvironmentId()
    {
        return $this->config->getValue(self::IDS . 'environment_id');
    }

    public function getEnvironmentName()
    {
        return $this->config->getValue(self::IDS . 'environment_name');
    }

    public function getEnvironmentType()
    {
        return $this->config->getValue(self::IDS . 'environment');
    }

    public function isApiKeySet()
    {
        $chosen = $this->config->getValue('magento_saas/environment') ?: 'production';
        return $this->config->getValue(self::KEYS . "{$chosen}_api_key")
            && $this->config->getValue(self::KEYS . "{$chosen}_private_key");
    }
}
