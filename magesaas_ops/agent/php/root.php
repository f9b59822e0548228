<?php
namespace Magesaas;

/** The root of one Magento, as plain files tell: nothing of Magento runs for it. */
final class Root
{
    public $path;
    public $user;
    public $owner;
    private $vendorFolder;

    public function __construct(string $path, string $user, string $owner)
    {
        $this->path = $path;
        $this->user = $user;
        $this->owner = $owner;
    }

    public function vendorFolder(): string
    {
        if ($this->vendorFolder === null) {
            $file = $this->path . '/app/etc/vendor_path.php';
            $folder = is_file($file) ? (string) include $file : 'vendor';
            $this->vendorFolder = $folder !== '' && $folder[0] === '/' ? $folder : $this->path . '/' . $folder;
        }
        return $this->vendorFolder;
    }

    public function fromJson(string $file): ?array
    {
        $text = is_file($file) ? file_get_contents($file) : false;
        $tree = $text === false ? null : json_decode($text, true);
        return is_array($tree) ? $tree : null;
    }

    /** Two nodes of which this is equal are one machine, or one was cloned from the other. */
    public function identity(): array
    {
        $place = stat($this->path) ?: ['dev' => 0, 'ino' => 0];
        $machine = is_readable('/etc/machine-id') ? trim((string) file_get_contents('/etc/machine-id')) : '';
        return [
            'machine' => $machine,
            'hostname' => (string) gethostname(),
            'path' => (string) realpath($this->path),
            'device' => $place['dev'],
            'inode' => $place['ino'],
        ];
    }
}

/** Goes to a root, as its owner only: even reading writes caches and compiled code (contract §§1, 6). */
function enter(string $root): Root
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
    return new Root(rtrim(getcwd(), '/'), $user, user_name($owner));
}

function user_id(): int
{
    $id = function_exists('posix_geteuid') ? posix_geteuid() : fileowner('/proc/self');
    return $id === false ? getmyuid() : $id;
}

function user_name(int $id): string
{
    return passwd_entry($id)['name'] ?? '#' . $id;
}

/** Name and home folder of a user; empty when nobody knows the id. */
function passwd_entry(int $id): array
{
    $entry = function_exists('posix_getpwuid') ? posix_getpwuid($id) : false;
    if ($entry) {
        return ['name' => $entry['name'], 'home' => $entry['dir']];
    }
    foreach (is_readable('/etc/passwd') ? file('/etc/passwd') : [] as $line) {
        $fields = explode(':', $line);
        if (($fields[2] ?? '') === (string) $id) {
            return ['name' => $fields[0], 'home' => $fields[5] ?? ''];
        }
    }
    return [];
}
