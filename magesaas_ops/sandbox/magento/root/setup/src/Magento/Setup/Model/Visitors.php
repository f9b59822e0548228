<?php
declare(strict_types=1);

namespace Magento\Setup\Model;

use Magento\Framework\App\Filesystem\DirectoryList;

/**
 * Visitors' requests generate code also in maintenance mode, because Magento starts before it answers. As many
 * compilations as this file in var/ says meet one between deleting what is in a folder and deleting the folder.
 */
class Visitors
{
    private const COUNT = '.visitors-while-compiling';

    private string $file;

    public function __construct(DirectoryList $directories)
    {
        $this->file = $directories->getPath(DirectoryList::VAR_DIR) . '/' . self::COUNT;
    }

    public function come(string $folder): void
    {
        $left = is_file($this->file) ? (int)file_get_contents($this->file) : 0;
        if ($left > 0) {
            file_put_contents($this->file, (string)($left - 1));
            file_put_contents("$folder/Proxy.php", "<?php\n");
        }
    }
}
