<?php
namespace Magesaas;

/** Every source of the values that we manage or judge by, read at one moment, and what the cache shows beside them. */
final class Settings
{
    private $installation;
    private $rows = [];
    private $aboveRows = [];
    private $initial;
    private $backends;
    private $peek;
    private $websites;
    private $written = [];

    public function __construct(Installation $installation, bool $forUpdate = false)
    {
        $this->installation = $installation;
        $this->readRows(array_merge(MANAGED_PATHS, [STAMP]), $forUpdate ? ' FOR UPDATE' : '');
        $this->readRows(array_merge(BASE_URL_PATHS, JUDGED_PATHS), '');
        $files = $installation->get(\Magento\Framework\App\DeploymentConfig\Reader::class);
        $this->aboveRows = [
            'env.php' => $files->load('app_env')['system'] ?? [],
            'config.php' => $files->load('app_config')['system'] ?? [],
        ];
        $this->initial = $installation->get(\Magento\Framework\App\Config\Initial::class);
        $this->backends = $this->initial->getMetadata();
        $this->peek = new Peek($installation);
        $this->websites = websites($installation);
    }

    public function cache(): Peek
    {
        return $this->peek;
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

    /** The word of what stands above the rows and locks the path (contract §2); null when nothing does. */
    public function lockedBy(string $path): ?string
    {
        $source = $this->source($path);
        return in_array($source, ['database', 'default', 'unset'], true) ? null : $source;
    }

    /** The highest source that has a say on the path. */
    public function source(string $path): string
    {
        return (string) (key($this->written($path)) ?? 'unset');
    }

    /** What that source says, and Magento uses once its cache is clean; null when that is nothing. */
    public function value(string $path, string $scope = 'default'): ?string
    {
        $written = $this->written($path, $scope);
        return $written === [] ? null : current($written);
    }

    /** Whether the cache shows another value than the sources say (contract §13.4). */
    public function isBehind(string $path): bool
    {
        return $this->peek->isWarm() && $this->peek->text($path) !== $this->value($path);
    }

    /** Whether what the cache shows comes from none of the sources: a variable of the web server, or older rows. */
    public function isUnexplained(string $path): bool
    {
        $written = array_values($this->written($path));
        return $this->isBehind($path) && !in_array($this->peek->text($path), $written, true);
    }

    /** Changes whenever a row of any scope, the stamp, or anything that locks a managed path changes. */
    public function fingerprint(): string
    {
        $locks = [];
        foreach (MANAGED_PATHS as $path) {
            $locks[$path] = array_diff_key($this->written($path), ['database' => 1, 'default' => 1]);
        }
        return hash('sha256', serialize([$this->rows, $locks]));
    }

    private function readRows(array $paths, string $locking): void
    {
        $rows = $this->installation->connection()->fetchAll(
            'SELECT scope, scope_id, path, value FROM ' . $this->installation->table('core_config_data')
                . ' WHERE path IN (' . implode(', ', array_fill(0, count($paths), '?')) . ')'
                . ' ORDER BY path, scope, scope_id' . $locking,
            $paths
        );
        foreach ($rows as $row) {
            $this->rows[$row['path']][$row['scope'] . '/' . $row['scope_id']] = $row['value'];
        }
    }

    /**
     * Every source that has a say on the path in this scope, highest precedence first, with what Magento would make of
     * it. A website's scope is `websites/⟨code⟩`, and what it does not say is the default's to say.
     */
    private function written(string $path, string $scope = 'default'): array
    {
        if (!isset($this->written[$scope][$path])) {
            $this->written[$scope][$path] = $this->gathered($path, $scope);
        }
        return $this->written[$scope][$path];
    }

    private function gathered(string $path, string $scope): array
    {
        $written = [];
        foreach ($_ENV as $name => $text) {
            if (strcasecmp((string) $name, 'CONFIG__' . str_replace('/', '__', "$scope/$path")) === 0) {
                $written['environment variable'] = text_or_null($text);
            }
        }
        foreach ($this->aboveRows as $file => $tree) {
            if (reaches($tree, "$scope/$path")) {
                $written[$file] = $this->asUsed($path, at($tree, "$scope/$path"));
            }
        }
        $place = $scope === 'default' ? 'default/0' : $this->rowPlace($scope);
        if ($this->hasRow($path, $place)) {
            $written['database'] = $this->asUsed($path, $this->rows[$path][$place]);
        }
        $declared = at($this->initial->getData(str_replace('/', '|', $scope)), $path);
        if ($declared !== null) {
            $written['default'] = $this->asUsed($path, $declared);
        }
        return $written === [] && $scope !== 'default' ? $this->written($path) : $written;
    }

    private function rowPlace(string $scope): string
    {
        $code = substr($scope, strlen('websites/'));
        return 'websites/' . array_search($code, $this->websites, true);
    }

    /** Encrypted fields: what does not decrypt is used as it is, and '0' counts as nothing (contract §§1, 2, 8). */
    private function asUsed(string $path, $text): ?string
    {
        if (text_or_null($text) === null || !$this->isEncrypted($path)) {
            return text_or_null($text);
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
