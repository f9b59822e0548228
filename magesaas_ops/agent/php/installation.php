<?php
namespace Magesaas;

/** One bootstrapped Magento: its services, its tables, its folders. */
final class Installation
{
    public $root;
    public $user;
    public $owner;
    private $objects;
    private $moduleFolders;

    public function __construct(string $root, string $user, string $owner)
    {
        $this->root = $root;
        $this->user = $user;
        $this->owner = $owner;
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

    public function vendorFolder(): string
    {
        $file = $this->root . '/app/etc/vendor_path.php';
        $folder = is_file($file) ? (string) include $file : 'vendor';
        return $folder !== '' && $folder[0] === '/' ? $folder : $this->root . '/' . $folder;
    }

    public function fromJson(string $file): ?array
    {
        $text = is_file($file) ? file_get_contents($file) : false;
        $tree = $text === false ? null : json_decode($text, true);
        return is_array($tree) ? $tree : null;
    }
}

/** Goes into an installation, as its owner only: even reading writes caches and compiled code (contract §§1, 6). */
function enter(string $root): Installation
{
    $user = user_name(user_id());
    if (!is_dir($root)) {
        throw new Failure('not-a-magento-root', "$root is no folder that $user can see");
    }
    if (!is_file($root . '/app/bootstrap.php')) {
        throw new Failure('not-a-magento-root', "$root has no app/bootstrap.php that $user can see");
    }
    if (!is_file($root . '/app/etc/env.php')) {
        throw new Failure('not-installed', "Magento in $root is not installed: $user can see no app/etc/env.php");
    }
    $owner = fileowner($root . '/app/etc/env.php');
    if ($owner !== user_id()) {
        $ownerName = user_name($owner);
        throw new Failure(
            'wrong-owner',
            "we run as $user, but app/etc/env.php in $root belongs to $ownerName: working as $user would leave files"
                . " that $ownerName cannot write"
        );
    }
    chdir($root);
    return new Installation(rtrim(getcwd(), '/'), $user, user_name($owner));
}

function user_id(): int
{
    $id = function_exists('posix_geteuid') ? posix_geteuid() : fileowner('/proc/self');
    return $id === false ? getmyuid() : $id;
}

function user_name(int $id): string
{
    $entry = function_exists('posix_getpwuid') ? posix_getpwuid($id) : false;
    if ($entry) {
        return $entry['name'];
    }
    foreach (is_readable('/etc/passwd') ? file('/etc/passwd') : [] as $line) {
        $fields = explode(':', $line);
        if (($fields[2] ?? '') === (string) $id) {
            return $fields[0];
        }
    }
    return '#' . $id;
}
