<?php
namespace Magesaas;

/** The protocol's observation of an installation, as it is now. */
function observation(Installation $installation, array $wanted, string $nonce): array
{
    $settings = new Settings($installation);
    $packages = new Packages($installation->place);
    $names = array_keys($wanted);
    $modules = $packages->modules($names, $installation->moduleFolders());
    $mode = $installation->get(\Magento\Framework\App\State::class)->getMode();
    $root = $installation->root;
    $credentials = 'services_connector/services_connector_credentials/credentials_type';
    $states = [];
    foreach ($wanted as $name => $constraint) {
        $states[$name] = $packages->state($name, $constraint);
    }
    return edition($installation, $packages) + [
        'mode' => $mode,
        'php' => PHP_VERSION,
        'user' => $installation->place->user,
        'owner' => $installation->place->owner,
        'websites' => websites($installation),
        'base_urls' => base_urls($installation),
        'values' => values($installation, $settings, $nonce),
        'packages' => (object) $states,
        'modules' => module_states($installation, $modules),
        'composer_problems' => $packages->problems($names),
        'has_dev_packages' => $packages->hasDev(),
        'upgrade_reasons' => narrow_upgrade_reasons($installation, $modules),
        'has_static_content' => $mode !== 'production' || is_file("$root/pub/static/deployed_version.txt"),
        'is_compiled' => is_file("$root/generated/metadata/global.php"),
        'credentials_type' => config($installation, $credentials),
        'gateway' => config($installation, 'services_connector/' . gateway_name($installation) . '_gateway_url'),
    ] + stamp($settings) + ['digest' => digest($installation, $settings)];
}

/** Covers what a configure writes and what it was judged by; the same until one of those moves. */
function digest(Installation $installation, Settings $settings): string
{
    return hash('sha256', serialize([
        $settings->fingerprint(),
        websites($installation),
        base_urls($installation),
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

function websites(Installation $installation): array
{
    $sql = 'SELECT code FROM ' . $installation->table('store_website') . ' WHERE website_id <> 0 ORDER BY website_id';
    return array_column($installation->connection()->fetchAll($sql), 'code');
}

function base_urls(Installation $installation): array
{
    $config = $installation->get(\Magento\Framework\App\Config\ScopeConfigInterface::class);
    $urls = [];
    foreach (['web/unsecure/base_url', 'web/secure/base_url'] as $path) {
        $urls[] = (string) $config->getValue($path);
        foreach (websites($installation) as $code) {
            $urls[] = (string) $config->getValue($path, 'website', $code);
        }
    }
    $urls = array_values(array_unique(array_filter($urls, 'strlen')));
    sort($urls);
    return $urls;
}

function config(Installation $installation, string $path): ?string
{
    $value = $installation->get(\Magento\Framework\App\Config\ScopeConfigInterface::class)->getValue($path);
    return is_scalar($value) && (string) $value !== '' ? (string) $value : null;
}

function gateway_name(Installation $installation): string
{
    return config($installation, 'magento_saas/environment') ?? 'production';
}

function values(Installation $installation, Settings $settings, string $nonce): array
{
    $generation = new Generation($installation);
    $values = [];
    foreach (MANAGED_PATHS as $path) {
        $values[$path] = [
            'effective' => shown($path, $settings->effective($path), $nonce),
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
