<?php
declare(strict_types=1);

/** Writes app/etc/env.php. */
function write_env_php(string $root, array $settings): void
{
    $types = ['config', 'layout', 'block_html', 'collections', 'reflection', 'db_ddl', 'compiled_config', 'eav',
        'config_integration', 'config_integration_api', 'full_page', 'config_webservice', 'translate'];
    $content = [
        'backend' => ['frontName' => 'admin'],
        'crypt' => ['key' => $settings['crypt_key']],
        'db' => [
            'table_prefix' => $settings['table_prefix'],
            'connection' => ['default' => $settings['connection'] + ['active' => '1']],
        ],
        'resource' => ['default_setup' => ['connection' => 'default']],
        'x-frame-options' => 'SAMEORIGIN',
        'MAGE_MODE' => $settings['mode'],
        'session' => ['save' => 'files'],
        'lock' => ['provider' => 'db'],
        'directories' => ['document_root_is_pub' => true],
        'cache_types' => array_fill_keys($types, 1),
        'install' => ['date' => 'Mon, 01 Jan 2024 00:00:00 +0000'],
    ];
    file_put_contents("$root/app/etc/env.php", "<?php\nreturn " . var_export($content, true) . ";\n");
}
