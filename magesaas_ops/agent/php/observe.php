<?php
namespace Magesaas;

/** The protocol's observation of an installation, as it is now. */
function observation(Installation $installation, array $wanted, string $nonce, ?Settings $settings = null): array
{
    $settings = $settings ?? new Settings($installation);
    $packages = new Packages($installation->place);
    $names = array_keys($wanted);
    $modules = $packages->modules($names, $installation->moduleFolders());
    $mode = $installation->get(\Magento\Framework\App\State::class)->getMode();
    $states = [];
    foreach ($wanted as $name => $constraint) {
        $states[$name] = $packages->state($name, $constraint);
    }
    $environment = $settings->value(ENVIRONMENT) ?? 'production';
    $observed = edition($installation, $packages) + [
        'mode' => $mode,
        'php' => PHP_VERSION,
        'user' => $installation->place->user,
        'owner' => $installation->place->owner,
        'websites' => array_values(websites($installation)),
        'base_urls' => base_urls($installation, function ($path, $scope) use ($settings) {
            return $settings->value($path, $scope);
        }),
        'cached_base_urls' => cached_base_urls($installation, $settings->cache()),
        'cache' => $settings->cache()->state(),
        'values' => values($installation, $settings, $nonce),
        'packages' => (object) $states,
        'modules' => module_states($installation, $modules),
        'composer_problems' => $packages->problems($names),
        'debts' => debts($installation, $modules, $mode),
        'database' => database_identity($installation),
        'credentials_type' => $settings->value(CREDENTIALS_TYPE),
        'environment' => $environment,
        'environment_source' => $settings->source(ENVIRONMENT),
        'gateway' => $settings->value('services_connector/' . $environment . '_gateway_url'),
    ];
    return $observed + stamp($settings) + ['digest' => digest($observed, $settings, $installation->place)];
}

/**
 * Covers what a configure writes and what it was judged by; the same until one of those moves. Nothing of it may
 * depend on the nonce, on the cache or on the time.
 */
function digest(array $observed, Settings $settings, Root $root): string
{
    $judged = ['mode', 'owner', 'websites', 'base_urls', 'packages', 'modules', 'composer_problems', 'environment'];
    $judged = array_intersect_key($observed, array_flip(array_merge($judged, ['debts', 'gateway', 'credentials_type'])));
    return hash('sha256', serialize([
        $settings->fingerprint(),
        json_encode($judged),
        database_key($observed['database']),
        $root->identity(),
    ]));
}

/** From what Composer installed: Magento's own answer needs composer.lock and may be cached (contract §1). */
function edition(Installation $installation, Packages $packages): array
{
    $editions = [
        'B2B' => 'magento/extension-b2b',
        'Enterprise' => 'magento/product-enterprise-edition',
        'Community' => 'magento/product-community-edition',
    ];
    foreach ($editions as $edition => $package) {
        if ($packages->version($package) !== null) {
            $version = $packages->version('magento/product-enterprise-edition')
                ?? $packages->version('magento/product-community-edition');
            return ['edition' => $edition, 'version' => $version ?? ''];
        }
    }
    try {
        $metadata = $installation->get(\Magento\Framework\App\ProductMetadataInterface::class);
        return ['edition' => (string) $metadata->getEdition(), 'version' => (string) $metadata->getVersion()];
    } catch (\Throwable $unknown) {
        return ['edition' => '', 'version' => ''];
    }
}

/** website_id => code, without admin. */
function websites(Installation $installation): array
{
    $sql = 'SELECT website_id, code FROM ' . $installation->table('store_website')
        . ' WHERE website_id <> 0 ORDER BY website_id';
    return array_column($installation->connection()->fetchAll($sql), 'code', 'website_id');
}

/** Of the default scope and every website, placeholders replaced, unique and sorted. */
function base_urls(Installation $installation, callable $said): array
{
    $urls = [];
    foreach (array_merge(['default'], preg_filter('~^~', 'websites/', websites($installation))) as $scope) {
        $unsecure = str_replace('{{base_url}}', AUTOMATIC_BASE_URL, (string) $said(BASE_URL_PATHS[0], $scope));
        $secure = str_replace('{{base_url}}', AUTOMATIC_BASE_URL, (string) $said(BASE_URL_PATHS[1], $scope));
        $urls[] = str_replace('{{secure_base_url}}', $secure, $unsecure);
        $urls[] = str_replace('{{unsecure_base_url}}', $unsecure, $secure);
    }
    $urls = array_values(array_unique(array_filter($urls, 'strlen')));
    sort($urls);
    return $urls;
}

function cached_base_urls(Installation $installation, Peek $cache): ?array
{
    return !$cache->isWarm() ? null : base_urls($installation, function ($path, $scope) use ($cache) {
        return $cache->text($path, $cache->isWarm($scope) ? $scope : 'default');
    });
}

function values(Installation $installation, Settings $settings, string $nonce): array
{
    $generation = new Generation($installation);
    $values = [];
    foreach (MANAGED_PATHS as $path) {
        $values[$path] = [
            'value' => shown($path, $settings->value($path), $nonce),
            'cached' => shown($path, $settings->cache()->text($path), $nonce),
            'is_cached' => $settings->cache()->isWarm(),
            'is_unexplained' => $settings->isUnexplained($path),
            'stored' => shown($path, $settings->stored($path), $nonce),
            'has_row' => $settings->hasRow($path),
            'supported' => $generation->has($path),
            'encrypted' => $settings->isEncrypted($path),
            'source' => $settings->source($path),
            'locked_by' => $settings->lockedBy($path),
            'undecryptable' => $settings->isUndecryptable($path),
            'in_clear' => $settings->isInClear($path),
            'other_scopes' => $settings->otherScopes($path),
        ];
    }
    return $values;
}

/** Secrets leave the host only as an HMAC; every spelling of one private key has the same. */
function shown(string $path, ?string $text, string $nonce): ?string
{
    if ($text === null || !in_array($path, SECRET_PATHS, true)) {
        return $text;
    }
    return hash_hmac('sha256', public_half($text) ?? $text, $nonce);
}

function public_half(string $text): ?string
{
    if (strncmp(ltrim($text), '-----BEGIN', 10) !== 0 || !function_exists('openssl_pkey_get_private')) {
        return null;
    }
    // An empty passphrase, lest OpenSSL asks a terminal for one.
    $key = @openssl_pkey_get_private($text, '');
    $details = $key ? openssl_pkey_get_details($key) : false;
    if (!$details || $details['type'] !== OPENSSL_KEYTYPE_RSA) {
        return null;
    }
    return 'rsa:' . ltrim(bin2hex($details['rsa']['n']), '0') . ':' . ltrim(bin2hex($details['rsa']['e']), '0');
}

function module_states(Installation $installation, array $modules): array
{
    $switches = $installation->moduleSwitches();
    $states = ['enabled' => [], 'disabled' => [], 'absent' => []];
    foreach ($modules as $module) {
        $state = array_key_exists($module, $switches) ? ($switches[$module] ? 'enabled' : 'disabled') : 'absent';
        $states[$state][] = $module;
    }
    return $states;
}

function stamp(Settings $settings): array
{
    $row = (string) $settings->row(STAMP);
    $stamp = $row === '' ? null : json_decode($row, true);
    $problem = $row === '' || is_array($stamp) ? null : 'the stamp is no JSON object: something else wrote to ' . STAMP;
    return ['stamp' => is_array($stamp) ? (object) $stamp : null, 'stamp_problem' => $problem];
}
