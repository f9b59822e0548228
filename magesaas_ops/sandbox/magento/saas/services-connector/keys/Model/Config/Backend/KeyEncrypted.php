<?php
declare(strict_types=1);

namespace Magento\ServicesConnector\Model\Config\Backend;

use Magento\Framework\App\Config\Data\ProcessorInterface;
use Magento\Framework\Encryption\EncryptorInterface;

/** A field stored encrypted; what does not decrypt is passed on as it stands. */
class KeyEncrypted implements ProcessorInterface
{
    private EncryptorInterface $encryptor;

    public function __construct(EncryptorInterface $encryptor)
    {
        $this->encryptor = $encryptor;
    }

    public function processValue($value)
    {
        if (empty($value)) {
            return '';
        }
        return $this->encryptor->decrypt($value) ?: $value;
    }

    /** The text to store for what an administrator entered; null leaves the stored one. */
    public function stored(string $entered): ?string
    {
        return preg_match('/^\*+$/', $entered) ? null : $this->encryptor->encrypt($entered);
    }
}
