<?php
namespace Magesaas;

/** The managed rows of core_config_data and everything that can stand above them, read at one moment. */
final class Settings
{
    private $installation;
    private $rows = [];
    private $aboveRows = [];
    private $defaults;
    private $backends;

    public function __construct(Installation $installation, bool $forUpdate = false)
    {
        $this->installation = $installation;
        $paths = array_merge(MANAGED_PATHS, [STAMP]);
        $rows = $installation->connection()->fetchAll(
            'SELECT scope, scope_id, path, value FROM ' . $installation->table('core_config_data')
                . ' WHERE path IN (' . implode(', ', array_fill(0, count($paths), '?')) . ')'
                . ' ORDER BY path, scope, scope_id' . ($forUpdate ? ' FOR UPDATE' : ''),
            $paths
        );
        foreach ($rows as $row) {
            $this->rows[$row['path']][$row['scope'] . '/' . $row['scope_id']] = $row['value'];
        }
        $files = $installation->get(\Magento\Framework\App\DeploymentConfig\Reader::class);
        $this->aboveRows = [
            'env.php' => $files->load('app_env')['system']['default'] ?? [],
            'config.php' => $files->load('app_config')['system']['default'] ?? [],
        ];
        $initial = $installation->get(\Magento\Framework\App\Config\Initial::class);
        $this->defaults = $initial->getData('default');
        $this->backends = $initial->getMetadata();
    }

    public function hasRow(string $path, string $scope = 'default/0'): bool
    {
        return array_key_exists($scope, $this->rows[$path] ?? []);
    }

    /** The row as it stands in the table: of an encrypted field, ciphertext. */
    public function row(string $path): ?string
    {
        return $this->rows[$path]['default/0'] ?? null;
    }

    public function otherScopes(string $path): array
    {
        return array_values(array_diff(array_keys($this->rows[$path] ?? []), ['default/0']));
    }

    /** Whether Magento decrypts this path on reading, which differs between generations (contract §§1, 11). */
    public function isEncrypted(string $path): bool
    {
        $class = $this->backends[$path]['backendModel'] ?? '';
        return $class !== '' && is_subclass_of($class, \Magento\Framework\App\Config\Data\ProcessorInterface::class);
    }

    public function isUndecryptable(string $path): bool
    {
        $row = $this->row($path);
        return $this->isEncrypted($path) && is_ciphertext($row) && $this->decrypted($row) === null;
    }

    public function isInClear(string $path): bool
    {
        return $this->isEncrypted($path) && (string) $this->row($path) !== '' && !is_ciphertext($this->row($path));
    }

    /** The plain text of the row; null when it is absent, empty or undecryptable. */
    public function stored(string $path): ?string
    {
        $row = $this->row($path);
        $text = $this->isEncrypted($path) && is_ciphertext($row) ? $this->decrypted($row) : $row;
        return (string) $text === '' ? null : $text;
    }

    /** What Magento uses, through its cache; null when that is nothing. */
    public function effective(string $path): ?string
    {
        $value = $this->installation->get(\Magento\Framework\App\Config\ScopeConfigInterface::class)->getValue($path);
        return is_scalar($value) && (string) $value !== '' ? (string) $value : null;
    }

    /** The word of what stands above the rows and locks the path (contract §2); null when nothing does. */
    public function lockedBy(string $path): ?string
    {
        foreach ($this->written($path) as $source => $text) {
            return $source === 'database' || $source === 'default' ? null : $source;
        }
        return null;
    }

    /** Where the effective value comes from; `unexplained` when it is not what the highest source says. */
    public function source(string $path): string
    {
        $written = $this->written($path);
        $source = $written === [] ? 'unset' : key($written);
        return $this->effective($path) === ($written === [] ? null : current($written)) ? $source : 'unexplained';
    }

    /** Changes whenever a managed row of any scope, the stamp, or anything that locks a managed path changes. */
    public function fingerprint(): string
    {
        $locks = [];
        foreach (MANAGED_PATHS as $path) {
            $locks[$path] = array_diff_key($this->written($path), ['database' => 1, 'default' => 1]);
        }
        return hash('sha256', serialize([$this->rows, $locks]));
    }

    /** Every source that has a say on the path, highest precedence first, with what Magento would make of it. */
    private function written(string $path): array
    {
        $written = [];
        $variable = 'CONFIG__DEFAULT__' . strtoupper(str_replace('/', '__', $path));
        if (isset($_ENV[$variable])) {
            $written['environment variable'] = (string) $_ENV[$variable] === '' ? null : (string) $_ENV[$variable];
        }
        foreach ($this->aboveRows as $file => $tree) {
            if (reaches($tree, $path)) {
                $written[$file] = $this->asUsed($path, at($tree, $path));
            }
        }
        if ($this->hasRow($path)) {
            $written['database'] = $this->asUsed($path, $this->row($path));
        }
        if (at($this->defaults, $path) !== null) {
            $written['default'] = $this->asUsed($path, at($this->defaults, $path));
        }
        return $written;
    }

    /** Encrypted fields: what does not decrypt is used as it is, and '0' counts as nothing (contract §§1, 2, 8). */
    private function asUsed(string $path, $text): ?string
    {
        if (!is_scalar($text) || (string) $text === '') {
            return null;
        }
        if (!$this->isEncrypted($path)) {
            return (string) $text;
        }
        return empty($text) ? null : ($this->decrypted((string) $text) ?? (string) $text);
    }

    private function decrypted(string $ciphertext): ?string
    {
        try {
            $encryptor = $this->installation->get(\Magento\Framework\Encryption\EncryptorInterface::class);
            $text = (string) $encryptor->decrypt($ciphertext);
        } catch (\Exception $notOurs) {
            return null;
        }
        return empty($text) || !preg_match('//u', $text) ? null : $text;
    }
}

function is_ciphertext(?string $row): bool
{
    return $row !== null && preg_match('~^\d+:\d+:~', $row) === 1;
}

function reaches($tree, string $path): bool
{
    foreach (explode('/', $path) as $name) {
        if (!is_array($tree) || !array_key_exists($name, $tree)) {
            return false;
        }
        $tree = $tree[$name];
    }
    return true;
}

function at($tree, string $path)
{
    foreach (explode('/', $path) as $name) {
        $tree = is_array($tree) ? $tree[$name] ?? null : null;
    }
    return $tree;
}
