<?php
declare(strict_types=1);

namespace Magento\ServicesId\Model\Config\Backend;

use Magento\Framework\App\Config\Storage\WriterInterface;
use Magento\ServicesId\Model\Registry;
use Magento\ServicesId\Model\ServicesConfig;

/** A data space of the configured project; its name and type are saved along. */
class EnvironmentId
{
    private const IDS = 'services_connector/services_id/';

    private Registry $registry;
    private WriterInterface $rows;
    private ServicesConfig $config;

    public function __construct(Registry $registry, WriterInterface $rows, ServicesConfig $config)
    {
        $this->registry = $registry;
        $this->rows = $rows;
        $this->config = $config;
    }

    public function stored(string $entered): string
    {
        $answer = $this->registry->get("registry/environments/$entered", 'Environment data retrieval failed');
        if ($answer['projectId'] !== $this->config->getProjectId()) {
            throw new \RuntimeException('Requested environment does not belong to the configured project.');
        }
        $this->rows->save(self::IDS . 'environment_name', $answer['environmentName']);
        $this->rows->save(self::IDS . 'environment', $answer['environmentType']);
        return $entered;
    }
}
