<?php
declare(strict_types=1);

namespace Magento\Framework\Module;

interface ModuleListInterface
{
    public function getAll();

    public function getOne($name);

    public function getNames();

    public function has($name);
}
