<?php
declare(strict_types=1);

if (!function_exists('__')) {
    function __(...$argc): \Magento\Framework\Phrase
    {
        $text = array_shift($argc);
        return new \Magento\Framework\Phrase($text, isset($argc[0]) && is_array($argc[0]) ? $argc[0] : $argc);
    }
}
