<?php
namespace Magesaas;

/** One bootstrapped Magento: its services, its tables, its folders. */
final class Installation
{
    public $place;
    public $root;
    private $objects;
    private $moduleFolders;

    public function __construct(Root $place)
    {
        $this->place = $place;
        $this->root = $root = $place->path;
        require $root . '/app/bootstrap.php';
        error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED & ~E_NOTICE);
        $this->objects = \Magento\Framework\App\Bootstrap::create(BP, $_SERVER)->getObjectManager();
        if (!$this->get(\Magento\Framework\App\DeploymentConfig::class)->isAvailable()) {
            throw new Failure('not-installed', "Magento in $root is not installed: env.php has no install date");
        }
    }

    public function get(string $class)
    {
        return $this->objects->get($class);
    }

    public function connection()
    {
        return $this->get(\Magento\Framework\App\ResourceConnection::class)->getConnection();
    }

    public function table(string $name): string
    {
        return $this->get(\Magento\Framework\App\ResourceConnection::class)->getTableName($name);
    }

    /** Folders of the modules that are on disk, enabled or not, by module name. */
    public function moduleFolders(): array
    {
        if ($this->moduleFolders === null) {
            $this->moduleFolders = (new \Magento\Framework\Component\ComponentRegistrar())->getPaths('module');
        }
        return $this->moduleFolders;
    }

    /** What app/etc/config.php says of every module: name => 1 or 0. */
    public function moduleSwitches(): array
    {
        return $this->get(\Magento\Framework\App\DeploymentConfig::class)->get('modules') ?: [];
    }
}
