<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\ResourceConnection;
use Magento\Framework\Component\ComponentRegistrar;
use Magento\Framework\Module\ModuleList;

/** The indexers of the enabled modules' etc/indexer.xml: a new one is invalid, and its view is kept by cron. */
class Indexers
{
    private ModuleList $modules;
    private ComponentRegistrar $registrar;
    private ResourceConnection $resource;

    public function __construct(ModuleList $modules, ComponentRegistrar $registrar, ResourceConnection $resource)
    {
        $this->modules = $modules;
        $this->registrar = $registrar;
        $this->resource = $resource;
    }

    public function registerNew(): void
    {
        $connection = $this->resource->getConnection();
        [$states, $views] = array_map([$this->resource, 'getTableName'], ['indexer_state', 'mview_state']);
        $known = array_flip($connection->fetchCol("SELECT indexer_id FROM `$states`"));
        foreach (array_keys($this->modules->getAll()) as $module) {
            $file = $this->registrar->getPath(ComponentRegistrar::MODULE, $module) . '/etc/indexer.xml';
            foreach (is_file($file) ? simplexml_load_file($file)->indexer : [] as $indexer) {
                if (!isset($known[(string)$indexer['id']])) {
                    $connection->insert($states, ['indexer_id' => (string)$indexer['id'], 'status' => 'invalid']);
                    $view = ['view_id' => (string)$indexer['view_id'], 'mode' => 'enabled', 'status' => 'idle'];
                    $connection->insert($views, $view);
                }
            }
        }
    }
}
