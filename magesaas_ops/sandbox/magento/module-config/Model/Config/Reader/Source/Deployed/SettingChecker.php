<?php
declare(strict_types=1);

namespace Magento\Config\Model\Config\Reader\Source\Deployed;

use Magento\Config\Model\Placeholder\Environment;
use Magento\Framework\App\DeploymentConfig;

/** Whether something above core_config_data holds a path; looked up anew, never cached. */
class SettingChecker
{
    private DeploymentConfig $deploymentConfig;
    private Environment $placeholder;

    public function __construct(DeploymentConfig $deploymentConfig, Environment $placeholder)
    {
        $this->deploymentConfig = $deploymentConfig;
        $this->placeholder = $placeholder;
    }

    public function isReadOnly($path, $scope, $scopeCode = null)
    {
        $place = $scope === 'default' ? 'default' : "$scope/$scopeCode";
        return $this->deploymentConfig->has("system/$place/$path")
            || $this->getEnvValue($this->placeholder->generate($path, $scope, $scopeCode)) !== null;
    }

    public function getPlaceholderValue($path, $scope, $scopeCode = null)
    {
        return $this->getEnvValue($this->placeholder->generate($path, $scope, $scopeCode));
    }

    public function getEnvValue($placeholder)
    {
        return $this->placeholder->isApplicable($placeholder) ? ($_ENV[$placeholder] ?? null) : null;
    }
}
