<?php
declare(strict_types=1);

namespace Magento\Framework\App\ObjectManager;

/** Which class stands behind which interface. */
final class Preferences
{
    private const CORE = [
        'Magento\Framework\Component\ComponentRegistrarInterface' => 'Magento\Framework\Component\ComponentRegistrar',
        'Magento\Framework\App\ProductMetadataInterface' => 'Magento\Framework\App\ProductMetadata',
        'Magento\Framework\App\Config\ScopeConfigInterface' => 'Magento\Framework\App\Config',
        'Magento\Framework\App\Config\ReinitableConfigInterface' => 'Magento\Framework\App\ReinitableConfig',
        'Magento\Framework\App\Config\Storage\WriterInterface' => 'Magento\Framework\App\Config\Storage\Writer',
        'Magento\Framework\App\Cache\TypeListInterface' => 'Magento\Framework\App\Cache\TypeList',
        'Magento\Framework\App\Cache\StateInterface' => 'Magento\Framework\App\Cache\State',
        'Magento\Framework\App\CacheInterface' => 'Magento\Framework\App\Cache',
        'Magento\Framework\Encryption\EncryptorInterface' => 'Magento\Framework\Encryption\Encryptor',
        'Magento\Framework\Lock\LockManagerInterface' => 'Magento\Framework\Lock\Backend\Database',
        'Magento\Framework\Module\ModuleListInterface' => 'Magento\Framework\Module\ModuleList',
    ];
    private const OF_MODULES = [
        'Magento\Store\Model\StoreManagerInterface' => 'Magento\Store\Model\StoreManager',
        'Magento\Store\Api\WebsiteRepositoryInterface' => 'Magento\Store\Model\WebsiteRepository',
    ];

    /** @return array<string, string> interface → class; without config.php the modules' own are missing */
    public static function all(bool $hasModules): array
    {
        return $hasModules ? self::CORE + self::OF_MODULES : self::CORE;
    }
}
