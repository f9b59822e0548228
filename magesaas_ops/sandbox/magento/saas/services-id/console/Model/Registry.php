<?php
declare(strict_types=1);

namespace Magento\ServicesId\Model;

use Magento\Framework\App\Config\ScopeConfigInterface;

/** Asks the merchant registry as the module does: a ping before each call, no timeout, the body believed over the status. */
class Registry
{
    private const IMS = 'https://ims-na1.adobelogin.com';
    private const SCOPES = ['ent_reactor_sdk', 'asset_compute_meta', 'ent_adobeio_sdk', 'event_receiver_api'];
    private const KEYS_NOT_VALID = 'ERROR_KEYS_NOT_VALID';
    private const BODIES_OF_WRONG_KEYS = ['JWT is invalid', 'Client ID is invalid'];

    private ScopeConfigInterface $config;
    private ServicesConfig $services;

    public function __construct(ScopeConfigInterface $config, ServicesConfig $services)
    {
        $this->config = $config;
        $this->services = $services;
    }

    /** @return array the object that the registry answers; empty when it answers nothing that can be read */
    public function get(string $path, string $failure): array
    {
        if (!$this->services->isApiKeySet()) {
            throw new \RuntimeException('Commerce Services API Key is not set');
        }
        $chosen = $this->chosen();
        [$status] = $this->call((string)$this->config->getValue("services_connector/{$chosen}_key_validation_url"), $failure);
        if ($status !== 200) {
            throw new \RuntimeException("$failure: " . self::KEYS_NOT_VALID);
        }
        $base = (string)$this->config->getValue('services_connector/services_id/registry_api_path');
        [$status, $body] = $this->call($base . $path, $failure);
        $answer = json_decode($body, true);
        if (!is_array($answer)) {
            if ($body === '' || strpbrk($body[0], '{[') !== false) {
                return [];
            }
            throw new \RuntimeException("$failure: $body");
        }
        $said = $answer['message'] ?? $answer['error']['message'] ?? null;
        if (in_array($said, self::BODIES_OF_WRONG_KEYS, true)) {
            throw new \RuntimeException("$failure: " . self::KEYS_NOT_VALID);
        }
        if (isset($answer['status']) && $answer['status'] !== 200) {
            throw new \RuntimeException("$failure: " . ($answer['message'] ?? $answer['error']));
        }
        return $answer;
    }

    /** @return array{int, string} status and body */
    private function call(string $path, string $failure): array
    {
        $chosen = $this->chosen();
        $gateway = parse_url((string)$this->config->getValue("services_connector/{$chosen}_gateway_url"));
        $port = isset($gateway['port']) ? ":{$gateway['port']}" : '';
        $key = (string)$this->config->getValue("services_connector/services_connector_integration/{$chosen}_api_key");
        $headers = ["magento-api-key: $key", "x-api-key: $key", 'x-gw-signature: ' . $this->signature($chosen, $failure)];
        $context = stream_context_create(['http' => ['header' => $headers, 'ignore_errors' => true]]);
        $body = @file_get_contents("{$gateway['scheme']}://{$gateway['host']}$port$path", false, $context);
        if ($body === false || empty($http_response_header)) {
            throw new \RuntimeException("$failure: ERROR_REQUEST_FAILED");
        }
        return [(int)explode(' ', $http_response_header[0])[1], $body];
    }

    private function signature(string $chosen, string $failure): string
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
            throw new \RuntimeException("$failure: ERROR_PRIVATE_KEY_SIGN_FAILED");
        }
        return "$signed." . $this->encoded($signature);
    }

    private function encoded(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }

    private function chosen(): string
    {
        return $this->config->getValue('magento_saas/environment') ?: 'production';
    }
}
