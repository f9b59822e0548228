<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\Filesystem\DirectoryList;
use Magento\Framework\App\State;
use Magento\Framework\ObjectManagerInterface;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;
use Magento\Setup\Model\ConfigHash;
use Magento\Setup\Model\Generated;
use Magento\Setup\Model\Modules;
use Magento\Setup\Model\Observers;
use Magento\Setup\Model\Upgrade as Upgrading;

class Upgrade implements Command
{
    /** While this file lies in var/, the search engine counts as down. */
    private const SEARCH_ENGINE_DOWN = '.search-engine-down';

    private ObjectManagerInterface $objects;
    private Generated $generated;
    private string $var;

    public function __construct(ObjectManagerInterface $objects, Generated $generated, DirectoryList $directories)
    {
        $this->objects = $objects;
        $this->generated = $generated;
        $this->var = $directories->getPath(DirectoryList::VAR_DIR);
    }

    public function run(Input $input, Output $output): int
    {
        if (!$this->objects->get(DeploymentConfig::class)->isAvailable()) {
            $output->line('You need to install the Magento application');
            return 1;
        }
        $keepsGenerated = (bool)$input->option('keep-generated');
        try {
            $this->upgrade($keepsGenerated, $output);
        } catch (\Exception $e) {
            $output->line($e->getMessage());
            return 1;
        }
        $isProduction = $this->objects->get(State::class)->getMode() === State::MODE_PRODUCTION;
        if (!$keepsGenerated && $isProduction) {
            $output->line('Please re-run Magento compile command. Use the command "setup:di:compile"');
        }
        return 0;
    }

    private function upgrade(bool $keepsGenerated, Output $output): void
    {
        $this->generated->flushCache();
        $output->line('Cache types config flushed successfully');
        $output->line('Cache cleared successfully');
        if (!$keepsGenerated) {
            $output->line('File system cleanup:');
            foreach ([...$this->generated->deleteCode(), ...$this->generated->deleteStatic()] as $path) {
                $output->line($path);
            }
        }
        $output->line('Updating modules:');
        $this->objects->get(Modules::class)->enableAbsent();
        if (is_file("$this->var/" . self::SEARCH_ENGINE_DOWN)) {
            $text = 'Could not validate a connection to the OpenSearch. No alive nodes found in your cluster';
            throw new \RuntimeException($text);
        }
        $this->objects->create(Upgrading::class)->run([$output, 'line'], $keepsGenerated);
        $this->objects->get(ConfigHash::class)->import();
        $this->generated->flushCache();
        $this->objects->create(Observers::class)->look();
        $output->line('Nothing to import.');
    }
}
