<?php
declare(strict_types=1);

namespace Magento\Setup\Console;

use Magento\Framework\App\Bootstrap;
use Magento\Framework\App\DeploymentConfig;
use Magento\Framework\App\ProductMetadataInterface;

/** What bin/magento runs: finds the command, and turns whatever is thrown into a message and an exit status. */
class Cli
{
    public function run(array $argv): int
    {
        ini_set('display_errors', 'stderr');
        set_error_handler([$this, 'throwWarning']);
        $output = new Output();
        $usage = '';
        try {
            $objects = Bootstrap::create(BP, $_SERVER)->getObjectManager();
            $version = $objects->get(ProductMetadataInterface::class)->getVersion();
            $words = array_slice($argv, 1);
            $isOption = fn($word) => strncmp($word, '-', 1) === 0;
            $name = current(array_filter($words, fn($word) => !$isOption($word))) ?: null;
            if ($name === null || array_intersect($words, ['--version', '-V'])) {
                $output->line("Magento CLI $version");
                return 0;
            }
            $isInstalled = $objects->get(DeploymentConfig::class)->isAvailable();
            $entry = (new CommandList())->find($name, $isInstalled);
            $usage = $entry->usage();
            unset($words[array_search($name, $words, true)]);
            $input = new Input($entry->signature, array_values($words));
            return $objects->create($entry->class)->run($input, $output);
        } catch (\Throwable $e) {
            $output->failure($e, $usage);
            return $e->getCode() === 0 || !is_int($e->getCode()) ? 1 : min(255, $e->getCode());
        }
    }

    public function throwWarning(int $level, string $message, string $file, int $line): bool
    {
        if (!(error_reporting() & $level) || $level & (E_DEPRECATED | E_USER_DEPRECATED)) {
            return false;
        }
        throw new \Exception("Warning: $message in $file on line $line");
    }
}
