<?php
declare(strict_types=1);

namespace Magento\Framework\App;

use Magento\Framework\App\Filesystem\DirectoryList;

/** A flag file under var/, per node; the list of exempt addresses outlives it. */
class MaintenanceMode
{
    public const FLAG_FILENAME = '.maintenance.flag';
    public const IP_FILENAME = '.maintenance.ip';

    private DirectoryList $directories;

    public function __construct(DirectoryList $directories)
    {
        $this->directories = $directories;
    }

    public function isOn($remoteAddr = '')
    {
        return file_exists($this->path(self::FLAG_FILENAME))
            && ($remoteAddr === '' || !in_array($remoteAddr, $this->getAddressInfo(), true));
    }

    public function set($isOn)
    {
        $flag = $this->path(self::FLAG_FILENAME);
        if ($isOn) {
            return touch($flag);
        }
        return !file_exists($flag) || unlink($flag);
    }

    public function setAddresses($addresses)
    {
        $file = $this->path(self::IP_FILENAME);
        if ($addresses === '') {
            return !file_exists($file) || unlink($file);
        }
        return (bool)file_put_contents($file, $addresses);
    }

    public function getAddressInfo()
    {
        $file = $this->path(self::IP_FILENAME);
        return file_exists($file) ? explode(',', trim((string)file_get_contents($file))) : [];
    }

    private function path(string $name): string
    {
        return $this->directories->getPath(DirectoryList::VAR_DIR) . '/' . $name;
    }
}
