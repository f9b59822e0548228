<?php
namespace Magesaas;

/** A refusal or failure for which the protocol has a word. */
final class Failure extends \RuntimeException
{
    public $word;
    public $path;

    public function __construct(string $word, string $message, ?string $path = null)
    {
        parent::__construct($message);
        $this->word = $word;
        $this->path = $path;
    }
}

/**
 * The one line that this process says. Everything else that is printed meanwhile is held back; when the process dies
 * of something that cannot be caught, the line tells of that instead.
 */
final class Answer
{
    const LONGEST_MESSAGE = 1500;
    const CIPHERTEXT = '~\b\d+:\d+:[A-Za-z0-9+/=]{16,}~';
    const FATAL = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR;
    const PEM = '~-----BEGIN.*?(-----END[^-]*-----|$)~s';

    private $verb;
    private $root;
    private $secrets = [];
    private $said = false;
    private $reserve;

    public function __construct(array $request)
    {
        $this->verb = (string) ($request['verb'] ?? '');
        foreach ($request['set'] ?? [] as $text) {
            $this->secrets[] = (string) $text;
            foreach (preg_split('~\R~', (string) $text) as $line) {
                $this->secrets[] = $line;
            }
        }
        $this->secrets = array_filter($this->secrets, function ($text) {
            return strlen($text) >= 4;
        });
        $this->reserve = str_repeat(' ', 262144);
        register_shutdown_function([$this, 'sayWhyItDied']);
        ob_start();
    }

    /** From here on, every answer tells of the node as well. */
    public function comesFrom(Root $root): void
    {
        $this->root = $root;
    }

    public function say(array $parts): void
    {
        $this->write(['ok' => true, 'verb' => $this->verb] + $parts);
    }

    public function fail(\Throwable $error): void
    {
        $failure = $error instanceof Failure ? $error : new Failure(word_for($error), description_of($error));
        $this->write([
            'ok' => false,
            'verb' => $this->verb,
            'error' => [
                'code' => $failure->word,
                'message' => $this->masked($failure->getMessage()),
                'path' => $failure->path,
            ],
        ]);
    }

    /** Runs at the end of every process: memory exhaustion and exit() inside Magento come out here only. */
    public function sayWhyItDied(): void
    {
        if ($this->said) {
            return;
        }
        $this->reserve = null;
        ini_set('memory_limit', '-1');
        $last = error_get_last();
        $printed = trim(strip_tags((string) ob_get_contents()));
        $reason = $last !== null && ($last['type'] & self::FATAL)
            ? $last['message'] . ' in ' . $last['file'] . ':' . $last['line']
            : 'Magento ended the process' . ($printed === '' ? '' : ' after printing: ' . $printed);
        $this->fail(new Failure('exception', 'PHP died: ' . $reason));
        exit(0);
    }

    private function masked(string $message): string
    {
        $message = str_replace($this->secrets, '********', $message);
        $message = without_secrets($message);
        return strlen($message) > self::LONGEST_MESSAGE
            ? substr($message, 0, self::LONGEST_MESSAGE) . ' …'
            : $message;
    }

    private function write(array $answer): void
    {
        $this->said = true;
        $answer['node'] = $this->root === null ? null : node($this->root);
        $json = json_encode(
            $answer,
            JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE
        );
        while (ob_get_level() > 0 && ob_end_clean()) {
            continue;
        }
        fwrite(STDOUT, "\n@@MAGESAAS1 " . hash('sha256', $json) . ' ' . $json . "@@\n");
        fflush(STDOUT);
    }
}

/** The protocol's word for an exception of Magento or PHP. */
function word_for(\Throwable $error): string
{
    for ($cause = $error; $cause !== null; $cause = $cause->getPrevious()) {
        $isWaiting = $cause instanceof \Magento\Framework\DB\Adapter\LockWaitException
            || $cause instanceof \Magento\Framework\DB\Adapter\DeadlockException
            || preg_match('~SQLSTATE\[\w+\]: General error: (1205|1213)\b|database is locked~', $cause->getMessage());
        if ($isWaiting) {
            return 'busy';
        }
        if ($cause instanceof \Zend_Db_Exception || $cause instanceof \PDOException) {
            return 'database';
        }
    }
    return 'exception';
}

/** What happened and where, without the statement that Magento appends to database errors: it may hold values. */
function description_of(\Throwable $error): string
{
    $message = preg_replace('~, query was: .*~s', '', $error->getMessage());
    return get_class($error) . ': ' . $message . ' (' . $error->getFile() . ':' . $error->getLine() . ')';
}
