<?php
declare(strict_types=1);

namespace Magento\ServicesId\Model;

interface ServicesConfigInterface
{
    public function getProjectId();

    public function getProjectName();

    public function getEnvironmentId();

    public function getEnvironmentName();

    public function getEnvironmentType();

    public function isApiKeySet();
}
