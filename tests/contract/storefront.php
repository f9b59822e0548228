<?php
// A web server's look at its Magento: one configuration value, through the shop's own cache.
$root = getenv('MAGENTO_UNDER_TEST');
chdir($root);
error_reporting(E_ALL & ~E_DEPRECATED);
require "$root/app/bootstrap.php";
$objects = \Magento\Framework\App\Bootstrap::create(BP, $_SERVER)->getObjectManager();
$config = $objects->get(\Magento\Framework\App\Config\ScopeConfigInterface::class);
echo json_encode($config->getValue(trim($_SERVER['REQUEST_URI'], '/')));
