<?php
declare(strict_types=1);

namespace Magento\Setup\Console\Command;

use Magento\Framework\App\State;
use Magento\Framework\Exception\LocalizedException;
use Magento\Setup\Console\Command;
use Magento\Setup\Console\Input;
use Magento\Setup\Console\Output;
use Magento\Setup\Model\Generated;

class StaticContent implements Command
{
    private Generated $generated;
    private State $state;

    public function __construct(Generated $generated, State $state)
    {
        $this->generated = $generated;
        $this->state = $state;
    }

    public function run(Input $input, Output $output): int
    {
        if ($this->state->getMode() !== State::MODE_PRODUCTION && !$input->option('force')) {
            throw new LocalizedException(__(
                'NOTE: Manual static content deployment is not required in "default" and "developer" modes.' . PHP_EOL
                . 'In "default" and "developer" modes static contents are being deployed automatically on demand.' . PHP_EOL
                . 'If you still want to deploy in these modes, use -f option: \'bin/magento setup:static-content:deploy -f\''
            ));
        }
        $output->line();
        $output->line('Deploy using quick strategy');
        $this->generated->deployStatic();
        $output->line('Execution time: 0.1');
        return 0;
    }
}
