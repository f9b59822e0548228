<?php
declare(strict_types=1);

namespace Magento\Setup\Console;

/** The command line itself is wrong. */
class UsageError extends \InvalidArgumentException
{
}
