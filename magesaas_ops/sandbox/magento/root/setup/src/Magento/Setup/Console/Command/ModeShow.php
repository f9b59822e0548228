<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\State;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;

class ModeShow implements Command
{
    private State $state;

    public function __construct(State $state)
    {
        $this->state = $state;
    }

    public function run(Input $input, Output $output): int
    {
        unset($input);
        $note = '(Note: Environment variables may override this value.)';
        $output->line("Current application mode: {$this->state->getMode()}. $note");
        return 0;
    }
}
