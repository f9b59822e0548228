<?php
declare(strict_types=1);

namespace Magento\ServicesConnector\Model;

use Magento\Framework\App\Config\ScopeConfigInterface;

/** The token that every call to the services carries, signed with the private key. */
class Signature
{
    private const IMS = 'https://ims-na1.adobelogin.com';
    private const SCOPES = ['ent_reactor_sdk', 'asset_compute_meta', 'ent_adobeio_sdk', 'event_receiver_api'];

    private ScopeConfigInterface $config;

    public function __construct(ScopeConfigInterface $config)
    {
        $this->config = $config;
    }

    /**
     * @param string $chosen production or sandbox: which pair of keys
     * @throws \RuntimeException there is no key that signs
     */
    public function of(string $chosen): string
    {
        $claims = [
            'exp' => time() + 300,
            'iss' => '8E6307BF5D775FA00A495EF9@AdobeOrg',
            'sub' => '3181519E5E2714990A495E2E@techacct.adobe.com',
            'aud' => self::IMS . '/c/9ec9d05f79eb443e8f76ce477b1e413c',
        ];
        foreach (self::SCOPES as $scope) {
            $claims[self::IMS . "/s/$scope"] = true;
        }
        $signed = $this->encoded((string)json_encode(['typ' => 'JWT', 'alg' => 'RS256']))
            . '.' . $this->encoded((string)json_encode($claims, JSON_UNESCAPED_SLASHES));
        $path = "services_connector/services_connector_integration/{$chosen}_private_key";
        $key = openssl_pkey_get_private((string)$this->config->getValue($path));
        if ($key === false || !openssl_sign($signed, $signature, $key, OPENSSL_ALGO_SHA256)) {
            throw new \RuntimeException('ERROR_PRIVATE_KEY_SIGN_FAILED');
        }
        return "$signed." . $this->encoded($signature);
    }

    private function encoded(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }
}
