<?php
declare(strict_types=1);

namespace Magento\ServicesId\Model\Config\Backend;

use Magento\Framework\App\Config\Storage\WriterInterface;
use Magento\ServicesId\Model\Registry;

/** A project that the registry must know; saving it forgets the data space, also when it is the same project as before. */
class ProjectId
{
    private const IDS = 'services_connector/services_id/';

    private Registry $registry;
    private WriterInterface $rows;

    public function __construct(Registry $registry, WriterInterface $rows)
    {
        $this->registry = $registry;
        $this->rows = $rows;
    }

    public function stored(string $entered): string
    {
        $answer = $this->registry->get("registry/projects/$entered", 'Projects list retrieval failed');
        $name = $answer['results'][0]['projectName'] ?? null;
        if ($name === null) {
            throw new \RuntimeException('Project not found');
        }
        $this->rows->save(self::IDS . 'project_name', $name);
        foreach (['environment_id', 'environment_name', 'environment'] as $field) {
            $this->rows->delete(self::IDS . $field);
        }
        return $entered;
    }
}
