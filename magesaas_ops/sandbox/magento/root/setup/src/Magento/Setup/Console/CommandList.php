<?php
declare(strict_types=1);

namespace Magento\Setup\Console;

/** Every command with its signature; most are there only on an installed Magento. */
class CommandList
{
    private const ALWAYS = [
        Command\ModuleStatus::class => 'module:status [--enabled] [--disabled] [<module-names>...]',
        Command\ModuleEnable::class => 'module:enable [-f|--force] [--all] [-c|--clear-static-content] [<module>...]',
        Command\ModuleDisable::class => 'module:disable [-f|--force] [--all] [-c|--clear-static-content] [<module>...]',
        Command\ModuleConfigStatus::class => 'module:config:status',
        Command\MaintenanceEnable::class => 'maintenance:enable [--ip=]',
        Command\MaintenanceDisable::class => 'maintenance:disable [--ip=]',
        Command\MaintenanceStatus::class => 'maintenance:status',
        Command\DbStatus::class => 'setup:db:status',
        Command\Upgrade::class => 'setup:upgrade [--keep-generated] [--safe-mode=] [--data-restore=] [--dry-run=]',
        Command\Compile::class => 'setup:di:compile',
        Command\StaticContent::class => 'setup:static-content:deploy [-f|--force] [-a|--area=] [-t|--theme=] [-j|--jobs=]'
            . ' [-l|--language=] [-s|--strategy=] [<languages>...]',
    ];
    private const INSTALLED = [
        Command\CacheClean::class => 'cache:clean [<types>...]',
        Command\CacheFlush::class => 'cache:flush [<types>...]',
        Command\ConfigSet::class => 'config:set [--scope=] [--scope-code=] [-e|--lock-env] [-c|--lock-config] [-l|--lock]'
            . ' path value',
        Command\ConfigShow::class => 'config:show [--scope=] [--scope-code=] [<path>]',
        Command\ConfigStatus::class => 'app:config:status',
        Command\ConfigImport::class => 'app:config:import',
        Command\ModeShow::class => 'deploy:mode:show',
        Command\CronRun::class => 'cron:run [--group=] [--bootstrap=]',
    ];

    public function find(string $name, bool $isInstalled): CommandEntry
    {
        $known = self::ALWAYS + ($isInstalled ? self::INSTALLED : []);
        $namespaces = [];
        foreach ($known as $class => $signature) {
            $its = strtok($signature, ' ');
            if ($its === $name) {
                return new CommandEntry($class, $signature);
            }
            $namespaces[substr($its, 0, strrpos($its, ':'))] = true;
            $namespaces[strtok($its, ':')] = true;
        }
        $namespace = substr($name, 0, (int)strrpos($name, ':'));
        if ($namespace !== '' && !isset($namespaces[$namespace])) {
            throw new UsageError("There are no commands defined in the \"$namespace\" namespace.");
        }
        $near = preg_grep('/^' . preg_quote("$namespace:", '/') . '/', array_map(fn($its) => strtok($its, ' '), $known));
        $hint = $near && $namespace !== '' ? "\n\nDid you mean one of these?\n    " . implode("\n    ", $near) : '';
        throw new UsageError("Command \"$name\" is not defined.$hint");
    }
}
