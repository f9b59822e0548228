<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\Cache\TypeListInterface;
use Magento\Framework\App\ResourceConnection;
use Magento\Framework\Cache\FileStorage;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;
use Magento\Setup\Model\Observers;

abstract class CacheCommand implements Command
{
    protected TypeListInterface $types;
    protected FileStorage $storage;
    protected Observers $observers;
    private ResourceConnection $resource;

    public function __construct(
        TypeListInterface $types,
        FileStorage $storage,
        ResourceConnection $resource,
        Observers $observers
    ) {
        $this->observers = $observers;
        $this->types = $types;
        $this->storage = $storage;
        $this->resource = $resource;
    }

    public function run(Input $input, Output $output): int
    {
        $this->resource->getConnection()->fetchOne('SELECT 1');
        $known = array_keys($this->types->getTypes());
        $unknown = array_diff($input->arguments(), $known);
        if ($unknown) {
            throw new \InvalidArgumentException(
                "The following requested cache types are not supported: '" . implode("', '", $unknown) . "'."
                . PHP_EOL . 'Supported types: ' . implode(', ', $known)
            );
        }
        $types = $input->arguments() ?: $known;
        $this->sweep($types);
        $output->line($this->headline());
        $output->line(implode("\n", $types));
        return 0;
    }

    abstract protected function headline(): string;

    abstract protected function sweep(array $types): void;
}
