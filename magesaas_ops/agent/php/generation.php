<?php
namespace Magesaas;

/** Which of the managed fields the modules on this host have: by what they declare, never by version (contract §11). */
final class Generation
{
    private $installation;
    private $declared = [];

    public function __construct(Installation $installation)
    {
        $this->installation = $installation;
        foreach (MODULE_OF_PATHS as $module) {
            $folder = $installation->moduleFolders()[$module] ?? null;
            $files = ['/etc/config.xml' => 'defaults_in', '/etc/adminhtml/system.xml' => 'fields_in'];
            foreach ($folder === null ? [] : $files as $file => $reader) {
                $tree = is_file($folder . $file) ? simplexml_load_string(file_get_contents($folder . $file)) : false;
                $this->declared += $tree === false ? [] : call_user_func(__NAMESPACE__ . '\\' . $reader, $tree);
            }
        }
    }

    /** Labels go with their ids. True while the module is not on disk: nothing says that it will lack the field. */
    public function has(string $path): bool
    {
        return isset($this->declared[$path])
            || !isset($this->installation->moduleFolders()[self::moduleOf($path)])
            || isset(GETTERS[$path]) && $this->getterExists(GETTERS[$path])
            || isset(ID_OF_LABEL[$path]) && $this->has(ID_OF_LABEL[$path]);
    }

    public static function moduleOf(string $path): string
    {
        return MODULE_OF_PATHS[substr($path, 0, strrpos($path, '/') + 1)];
    }

    private function getterExists(string $method): bool
    {
        return method_exists('Magento\ServicesId\Model\ServicesConfigInterface', $method);
    }
}

function defaults_in(\SimpleXMLElement $config): array
{
    $declared = [];
    foreach ($config->xpath('default/services_connector/*/*') as $field) {
        $group = $field->xpath('..')[0]->getName();
        $declared['services_connector/' . $group . '/' . $field->getName()] = true;
    }
    return $declared;
}

/** Fields may stand in nested groups and name another path than where they stand. */
function fields_in(\SimpleXMLElement $node, string $above = ''): array
{
    $declared = [];
    foreach ($node->children() as $child) {
        $path = isset($child['id']) ? ltrim($above . '/' . $child['id'], '/') : $above;
        if ($child->getName() === 'field') {
            $declared[trim((string) $child->config_path) ?: $path] = true;
        } elseif (in_array($child->getName(), ['system', 'section', 'group'], true)) {
            $declared += fields_in($child, $path);
        }
    }
    return $declared;
}
