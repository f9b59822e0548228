<?php
declare(strict_types=1);

namespace Magento\ServicesConnector\Setup;

use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Framework\App\Config\Storage\WriterInterface;
use Magento\Framework\Encryption\EncryptorInterface;

/** Encrypts the keys that are in effect into the database, wherever they come from. */
class UpgradeData
{
    private const FIELDS = ['production_api_key', 'production_private_key', 'sandbox_api_key', 'sandbox_private_key'];

    private ScopeConfigInterface $config;
    private WriterInterface $rows;
    private EncryptorInterface $encryptor;

    public function __construct(ScopeConfigInterface $config, WriterInterface $rows, EncryptorInterface $encryptor)
    {
        $this->config = $config;
        $this->rows = $rows;
        $this->encryptor = $encryptor;
    }

    public function upgrade(string $from): void
    {
        if (version_compare($from, '1.1.0', '>=')) {
            return;
        }
        foreach (self::FIELDS as $field) {
            $path = "services_connector/services_connector_integration/$field";
            $value = (string)$this->config->getValue($path);
            if ($value !== '') {
                $this->rows->save($path, $this->encryptor->encrypt($value));
            }
        }
    }
}
