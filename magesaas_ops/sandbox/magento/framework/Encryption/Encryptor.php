<?php
declare(strict_types=1);

namespace Magento\Framework\Encryption;

use Magento\Framework\App\DeploymentConfig;

/** ChaCha20-Poly1305 under the lines of crypt/key; a stored value reads key-index:3:base64(nonce, ciphertext). */
class Encryptor implements EncryptorInterface
{
    public const CIPHER_AEAD_CHACHA20POLY1305 = 3;

    private array $keys;

    public function __construct(DeploymentConfig $deploymentConfig)
    {
        $this->keys = preg_split('/\s+/', trim((string)$deploymentConfig->get('crypt/key')));
    }

    public function encrypt($data)
    {
        $nonce = random_bytes(SODIUM_CRYPTO_AEAD_CHACHA20POLY1305_IETF_NPUBBYTES);
        $index = count($this->keys) - 1;
        $text = sodium_crypto_aead_chacha20poly1305_ietf_encrypt((string)$data, $nonce, $nonce, $this->key($index));
        return $index . ':' . self::CIPHER_AEAD_CHACHA20POLY1305 . ':' . base64_encode($nonce . $text);
    }

    /** Without white space around it; the empty string when the text was not encrypted by one of our keys. */
    public function decrypt($data)
    {
        $parts = explode(':', (string)$data, 3);
        if (count($parts) !== 3 || $parts[1] !== (string)self::CIPHER_AEAD_CHACHA20POLY1305) {
            return '';
        }
        $length = SODIUM_CRYPTO_AEAD_CHACHA20POLY1305_IETF_NPUBBYTES;
        $bytes = (string)base64_decode($parts[2]);
        if (!isset($this->keys[(int)$parts[0]]) || strlen($bytes) <= $length) {
            return '';
        }
        $nonce = substr($bytes, 0, $length);
        $key = $this->key((int)$parts[0]);
        return trim((string)sodium_crypto_aead_chacha20poly1305_ietf_decrypt(substr($bytes, $length), $nonce, $nonce, $key));
    }

    public function exportKeys()
    {
        return implode("\n", $this->keys);
    }

    public function hash($data)
    {
        return hash_hmac('sha256', (string)$data, $this->keys[count($this->keys) - 1]);
    }

    public function getHash($password, $salt = false)
    {
        return hash('sha256', $salt . $password) . ($salt ? ":$salt:1" : '');
    }

    private function key(int $index): string
    {
        $key = $this->keys[$index];
        return strncmp($key, 'base64', 6) === 0 ? (string)base64_decode(substr($key, 6)) : $key;
    }
}
