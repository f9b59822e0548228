<?php
declare(strict_types=1);

namespace Magento\Framework\App\Filesystem;

class DirectoryList
{
    public const ROOT = 'base';
    public const CONFIG = 'etc';
    public const VAR_DIR = 'var';
    public const CACHE = 'cache';
    public const LOG = 'log';
    public const GENERATED = 'generated';
    public const GENERATED_CODE = 'code';
    public const GENERATED_METADATA = 'metadata';
    public const STATIC_VIEW = 'static';

    private const PATHS = [
        self::ROOT => '', self::CONFIG => 'app/etc', self::VAR_DIR => 'var', self::CACHE => 'var/cache',
        self::LOG => 'var/log', self::GENERATED => 'generated', self::GENERATED_CODE => 'generated/code',
        self::GENERATED_METADATA => 'generated/metadata', self::STATIC_VIEW => 'pub/static',
    ];

    private string $root;

    public function __construct(string $root)
    {
        $this->root = rtrim($root, '/');
    }

    public function getRoot()
    {
        return $this->root;
    }

    public function getPath($code)
    {
        if (!isset(self::PATHS[$code])) {
            throw new \Magento\Framework\Exception\FileSystemException(__('Unknown directory type: \'%1\'', $code));
        }
        return rtrim($this->root . '/' . self::PATHS[$code], '/');
    }
}
