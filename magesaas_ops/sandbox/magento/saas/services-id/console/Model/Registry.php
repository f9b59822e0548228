<?php
declare(strict_types=1);

namespace Magento\ServicesId\Model;

use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\ServicesConnector\Model\Signature;

/** Asks the merchant registry as the module does: a ping before each call, no timeout, the body believed over the status. */
class Registry
{
    private const KEYS_NOT_VALID = 'ERROR_KEYS_NOT_VALID';
    private const BODIES_OF_WRONG_KEYS = ['JWT is invalid', 'Client ID is invalid'];

    private ScopeConfigInterface $config;
    private ServicesConfig $services;
    private Signature $signature;

    public function __construct(ScopeConfigInterface $config, ServicesConfig $services, Signature $signature)
    {
        $this->signature = $signature;
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
        $headers = ["magento-api-key: $key", "x-api-key: $key", 'x-gw-signature: ' . $this->signed($chosen, $failure)];
        $context = stream_context_create(['http' => ['header' => $headers, 'ignore_errors' => true]]);
        $body = @file_get_contents("{$gateway['scheme']}://{$gateway['host']}$port$path", false, $context);
        if ($body === false || empty($http_response_header)) {
            throw new \RuntimeException("$failure: ERROR_REQUEST_FAILED");
        }
        return [(int)explode(' ', $http_response_header[0])[1], $body];
    }

    private function signed(string $chosen, string $failure): string
    {
        try {
            return $this->signature->of($chosen);
        } catch (\RuntimeException $notSigned) {
            throw new \RuntimeException("$failure: {$notSigned->getMessage()}");
        }
    }

    private function chosen(): string
    {
        return $this->config->getValue('magento_saas/environment') ?: 'production';
    }
}
