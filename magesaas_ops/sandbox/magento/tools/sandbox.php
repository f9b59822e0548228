<?php
declare(strict_types=1);

/** What the Python side asks for, as one JSON document on standard input: {"do": …, "root": …, …} → JSON. */

error_reporting(E_ALL);
ini_set('display_errors', 'stderr');
set_error_handler(function (int $level, string $message, string $file, int $line) {
    throw new \ErrorException($message, 0, $level, $file, $line);
});
set_exception_handler(function (Throwable $e) {
    fwrite(STDERR, get_class($e) . ': ' . $e->getMessage() . ' at ' . $e->getFile() . ':' . $e->getLine() . "\n");
    exit(1);
});
$request = json_decode((string)stream_get_contents(STDIN), true, 64, JSON_THROW_ON_ERROR);
require __DIR__ . '/env_php.php';
require __DIR__ . '/' . $request['do'] . '.php';
$answer = answer($request);
restore_error_handler();
echo json_encode($answer, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE), "\n";

function objects(string $root): \Magento\Framework\ObjectManagerInterface
{
    require $root . '/app/bootstrap.php';
    return \Magento\Framework\App\Bootstrap::create(BP, $_SERVER)->getObjectManager();
}
