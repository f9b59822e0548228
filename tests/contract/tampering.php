<?php
// What the contract suite does behind Magento's back, with any Magento that the agent works with.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
$asked = json_decode(base64_decode('@asked@'), true);
chdir($asked['root']);
require $asked['root'] . '/app/bootstrap.php';
$objects = \Magento\Framework\App\Bootstrap::create(BP, $_SERVER)->getObjectManager();
$resource = $objects->get(\Magento\Framework\App\ResourceConnection::class);
$connection = $resource->getConnection();
$rows = $resource->getTableName('core_config_data');
$websites = $resource->getTableName('store_website');
$ours = "(path LIKE 'services_connector/services_connector_integration/%' OR path LIKE 'services_connector/services_id/%'"
    . " OR path LIKE 'services_connector/services_connector_credentials/%' OR path LIKE 'magesaas/%')";
$put = function ($scope, $id, $path, $text) use ($connection, $rows) {
    $connection->query("DELETE FROM $rows WHERE scope = ? AND scope_id = ? AND path = ?", [$scope, $id, $path]);
    $connection->query("INSERT INTO $rows (scope, scope_id, path, value) VALUES (?, ?, ?, ?)", [$scope, $id, $path, $text]);
};
$answers = [];
foreach ($asked['steps'] as $step) {
    $what = array_shift($step);
    $answer = null;
    switch ($what) {
        case 'rows':
            $answer = $connection->fetchAll("SELECT scope, scope_id, path, value FROM $rows WHERE $ours");
            break;
        case 'websites':
            $answer = array_column($connection->fetchAll("SELECT code FROM $websites ORDER BY website_id"), 'code');
            break;
        case 'put':
            $put(...$step);
            break;
        case 'drop':
            $connection->query("DELETE FROM $rows WHERE scope = ? AND scope_id = ? AND path = ?", $step);
            break;
        case 'restore':
            $connection->query("DELETE FROM $rows WHERE $ours");
            foreach ($step[0] as $row) {
                $put($row['scope'], $row['scope_id'], $row['path'], $row['value']);
            }
            if ($step[1] === null) {
                break;
            }
            $marks = implode(', ', array_fill(0, count($step[1]), '?'));
            $connection->query("DELETE FROM $websites WHERE code NOT IN ($marks)", $step[1]);
            break;
        case 'sql':
            $statement = preg_replace_callback('~\{(\w+)\}~', function ($match) use ($resource) {
                return $resource->getTableName($match[1]);
            }, $step[0]);
            $answer = strncmp($statement, 'SELECT', 6) === 0
                ? $connection->fetchAll($statement, $step[1])
                : $connection->query($statement, $step[1]) && false;
            break;
        case 'add website':
            $connection->query("INSERT INTO $websites (code, name, sort_order, default_group_id, is_default) VALUES (?, ?, 0, 0, 0)", [$step[0], $step[0]]);
            break;
        case 'encrypt':
            $answer = $objects->get(\Magento\Framework\Encryption\EncryptorInterface::class)->encrypt($step[0]);
            break;
        case 'decrypt':
            $answer = $objects->get(\Magento\Framework\Encryption\EncryptorInterface::class)->decrypt($step[0]);
            break;
        case 'value':
            $answer = $objects->get(\Magento\Framework\App\Config\ScopeConfigInterface::class)->getValue($step[0]);
            break;
        case 'reinit':
            $objects->get(\Magento\Framework\App\Config\ReinitableConfigInterface::class)->reinit();
            break;
        case 'write into file':
            [$file, $path, $text] = $step;
            $tree = include $file;
            $at = &$tree['system']['default'];
            foreach (explode('/', $path) as $name) {
                $at = &$at[$name];
            }
            $at = $text;
            unset($at);
            file_put_contents($file, "<?php\nreturn " . var_export($tree, true) . ";\n");
            break;
        case 'hold a row':
            [$path, $held, $release] = $step;
            $connection->beginTransaction();
            $connection->query("UPDATE $rows SET value = 'held' WHERE scope = 'default' AND scope_id = 0 AND path = ?", [$path]);
            file_put_contents($held, '');
            file_get_contents($release);
            $connection->rollBack();
            break;
        default:
            throw new LogicException($what);
    }
    $answers[] = $answer;
}
echo '@@tampered ', json_encode($answers);
