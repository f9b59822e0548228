<?php
declare(strict_types=1);

namespace Magento\Framework;

/** A message with %1, %2… or %name to fill. */
class Phrase
{
    private string $text;
    private array $arguments;

    public function __construct($text, array $arguments = [])
    {
        $this->text = (string)$text;
        $this->arguments = $arguments;
    }

    public function render(): string
    {
        $places = [];
        foreach ($this->arguments as $key => $value) {
            $places['%' . (is_int($key) ? $key + 1 : $key)] = (string)$value;
        }
        return strtr($this->text, $places);
    }

    public function __toString(): string
    {
        return $this->render();
    }
}
