<?php
namespace Magesaas;

/**
 * A look at the shop's configuration cache that never fills it: filling it from here would bake out the values that
 * only the web server's environment supplies (contract §16).
 */
final class Peek
{
    private $installation;
    private $trees = [];
    private $state;

    public function __construct(Installation $installation)
    {
        $this->installation = $installation;
        $isOn = $installation->get(\Magento\Framework\App\Cache\StateInterface::class)->isEnabled('config');
        $this->state = $isOn ? 'cold' : 'off';
        if ($isOn && $this->record('system_default') !== null) {
            $this->state = $this->record('system_default') === [] ? 'unreadable' : 'warm';
        }
    }

    /** warm, cold, off or unreadable. */
    public function state(): string
    {
        return $this->state;
    }

    /** Whether the cache has a say on the values of this scope, `default` or `websites/⟨code⟩`. */
    public function isWarm(string $scope = 'default'): bool
    {
        return $this->state === 'warm' && (bool) $this->tree($scope);
    }

    public function text(string $path, string $scope = 'default'): ?string
    {
        return text_or_null(at($this->tree($scope), $path));
    }

    private function tree(string $scope): ?array
    {
        $id = 'system_' . str_replace('/', '_', $scope);
        return $this->record(strtolower($id)) ?? $this->record($id);
    }

    /** Null when there is none, empty when nobody can read it. */
    private function record(string $id): ?array
    {
        if (!array_key_exists($id, $this->trees)) {
            $text = $this->installation->get(\Magento\Framework\App\Cache\Type\Config::class)->load($id);
            $this->trees[$id] = $text === false ? null : $this->decoded((string) $text);
        }
        return $this->trees[$id];
    }

    private function decoded(string $text): array
    {
        try {
            $encryptor = $this->installation->get(\Magento\Framework\Encryption\EncryptorInterface::class);
            $tree = @unserialize((string) $encryptor->decrypt($text), ['allowed_classes' => false]);
        } catch (\Exception $notOurs) {
            return [];
        }
        return is_array($tree) ? $tree : [];
    }
}

/**
 * Makes the next reader put the values together anew, without being that reader: reinit() and cleanType('config') fill
 * the cache at once, and so does cleaning pages while it is cold (contract §16). Under the lock of whoever fills it, so
 * that nobody stores old rows afterwards. Pages embed the SaaS environment id; cleaning them purges Varnish as well.
 */
function clean_cold(Installation $installation): void
{
    $locks = $installation->get(\Magento\Framework\Lock\LockManagerInterface::class);
    $states = $installation->get(\Magento\Framework\App\Cache\StateInterface::class);
    $wasOn = $states->isEnabled('config');
    $isLocked = $locks->lock('SYSTEM_CONFIG', 10);
    try {
        $states->setEnabled('config', true);
        $cache = $installation->get(\Magento\Framework\App\Cache\Type\Config::class);
        $cache->clean('matchingTag', ['config_scopes']);
    } finally {
        $isLocked && $locks->unlock('SYSTEM_CONFIG');
        $states->setEnabled('config', false);
    }
    try {
        $installation->get(\Magento\Framework\App\Cache\TypeListInterface::class)->cleanType('full_page');
    } finally {
        $states->setEnabled('config', $wasOn);
    }
}

function text_or_null($value): ?string
{
    return is_scalar($value) && (string) $value !== '' ? (string) $value : null;
}
