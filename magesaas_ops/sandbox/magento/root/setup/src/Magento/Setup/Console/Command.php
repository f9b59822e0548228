<?php
declare(strict_types=1);

namespace Magento\Setup\Console;

interface Command
{
    public function run(Input $input, Output $output): int;
}
