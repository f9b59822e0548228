<?php
declare(strict_types=1);

error_reporting(E_ALL);

if (PHP_VERSION_ID < 80000) {
    echo "This Magento supports PHP 8.0 or later.\n";
    exit(1);
}

define('BP', dirname(__DIR__));
umask(0002);

if (!is_file(BP . '/vendor/autoload.php')) {
    throw new \Exception(
        'Vendor autoload is not found. Please run \'composer install\' under application root directory.'
    );
}
require_once BP . '/vendor/autoload.php';
date_default_timezone_set('UTC');
