<?php
declare(strict_types=1);

namespace Magento\Framework\Config\File;

class ConfigFilePool
{
    public const APP_CONFIG = 'app_config';
    public const APP_ENV = 'app_env';

    private const FILES = [self::APP_CONFIG => 'config.php', self::APP_ENV => 'env.php'];

    public function getPaths()
    {
        return self::FILES;
    }

    public function getPath($fileKey)
    {
        if (!isset(self::FILES[$fileKey])) {
            throw new \Exception('File config key does not exist.');
        }
        return self::FILES[$fileKey];
    }
}
