<?php
declare(strict_types=1);

namespace Magento\SaaSCommon\Model;

use Magento\DataExporter\Status\ExportStatusCodeProvider as Status;
use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\ServicesConnector\Model\Signature;

/** Hands items to the service that takes them in, for the SaaS environment that this process knows of. */
class Ingestion
{
    private const TIMEOUT_SECONDS = 30;

    private ScopeConfigInterface $config;
    private Signature $signature;

    public function __construct(ScopeConfigInterface $config, Signature $signature)
    {
        $this->config = $config;
        $this->signature = $signature;
    }

    /** @return array<int, array{int, ?string}> id → status and error */
    public function send(string $feed, array $rows): array
    {
        $ids = array_column($rows, 'id');
        [$status, $text, $rejected] = $this->answer($feed, $rows);
        $said = array_fill_keys($ids, [$status, $text]);
        foreach ($rejected as $item) {
            $said[$ids[$item['itemIndex']]] = [Status::FAILED_ITEM_ERROR, $item['code'] . ': ' . $item['message']];
        }
        return $said;
    }

    private function answer(string $feed, array $rows): array
    {
        $chosen = $this->config->getValue('magento_saas/environment') ?: 'production';
        $id = (string)$this->config->getValue('services_connector/services_id/environment_id');
        $key = (string)$this->config->getValue("services_connector/services_connector_integration/{$chosen}_api_key");
        try {
            $token = $this->signature->of($chosen);
        } catch (\RuntimeException $notSigned) {
            return [Status::RETRYABLE, $key === '' ? 'API Keys Validation Failed' : 'Private key signing failed', []];
        }
        if ($id === '') {
            return [Status::RETRYABLE, "Cannot build feed url with: route: $feed and environmentId: ", []];
        }
        $items = array_map(function ($row) {
            return json_decode($row['feed_data'], true) + ['deleted' => (bool)$row['is_deleted']];
        }, $rows);
        $headers = ["magento-api-key: $key", "x-api-key: $key", "x-gw-signature: $token", 'Content-Type: application/json'];
        $context = stream_context_create(['http' => [
            'method' => 'POST', 'header' => $headers, 'content' => json_encode($items), 'ignore_errors' => true,
            'timeout' => self::TIMEOUT_SECONDS,
        ]]);
        $gateway = rtrim((string)$this->config->getValue("services_connector/{$chosen}_gateway_url"), '/');
        $body = @file_get_contents("$gateway/feeds/$feed/v1/$id", false, $context);
        if ($body === false || empty($http_response_header)) {
            return [Status::RETRYABLE, 'cURL error 7: failed to connect', []];
        }
        $status = (int)explode(' ', $http_response_header[0])[1];
        $answer = json_decode($body, true);
        $isFinal = in_array($status, Status::NON_RETRYABLE_HTTP_STATUS_CODE, true);
        $error = $status === 200 ? null : (string)($answer['message'] ?? $body);
        return [$isFinal ? $status : Status::RETRYABLE, $error, $answer['invalidFeedItems'] ?? []];
    }
}
