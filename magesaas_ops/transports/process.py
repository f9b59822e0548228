"""Running one local process next to many others: bounded in time and memory, never mistaken for done."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import IO, TYPE_CHECKING, Any

import gevent
from gevent import subprocess
from gevent.os import make_nonblocking, nb_read, nb_write

from magesaas_ops.transports.output import GatheredOutput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.transports.output import HostOutput

_AT_ONCE = 64 * 1024
_SECONDS_AFTER_THE_END = 2.0
"""For what is still in the pipes when the process has ended; a child may hold them open for ever."""


class NoSuchProgram(OSError):
    """The program by which a host is reached is not installed on the control machine."""

    def __init__(self, program: str) -> None:
        super().__init__(f"{program} is not installed on this machine")


def run_process(argv: Sequence[str], *, stdin: str, timeout: float | None) -> tuple[int, HostOutput]:
    """Run ``argv`` with ``stdin`` and give its exit status and output, decoded with replacement characters.

    A process that outlives ``timeout`` (seconds) or prints too much is killed with everything that it started.
    Raises TimeoutError, TooMuchOutput or NoSuchProgram.
    """
    try:
        process = subprocess.Popen(
            list(argv),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except FileNotFoundError:
        raise NoSuchProgram(argv[0]) from None
    gathered = GatheredOutput()
    pipes = [stream for stream in (process.stdin, process.stdout, process.stderr) if stream is not None]
    for stream in pipes:
        make_nonblocking(stream.fileno())
    in_the_pipes: list[gevent.Greenlet[Any, None]] = [
        gevent.spawn(_write, pipes[0], stdin.encode()),
        gevent.spawn(_read, pipes[1], gathered, gathered.stdout, process),
        gevent.spawn(_read, pipes[2], gathered, gathered.stderr, process),
    ]
    greenlets = [*in_the_pipes, gevent.spawn(_wait, process, in_the_pipes)]
    try:
        with gevent.Timeout(timeout, TimeoutError(f"no answer within {timeout:g} seconds" if timeout else "")):
            gevent.joinall(greenlets, raise_error=True)
    finally:
        if process.poll() is None:
            _kill(process)
            process.wait()
        gevent.killall(greenlets)
        for stream in pipes:
            with contextlib.suppress(OSError):
                stream.close()
    return process.returncode, gathered.decoded()


def _write(stream: IO[bytes], text: bytes) -> None:
    """What does not read is no error here: how it ended, and what it printed, says why."""
    left = memoryview(text)
    with contextlib.suppress(BrokenPipeError):
        while left:
            left = left[nb_write(stream.fileno(), left[:_AT_ONCE]) :]
    with contextlib.suppress(OSError):
        stream.close()


def _read(stream: IO[bytes], gathered: GatheredOutput, into: bytearray, process: subprocess.Popen[bytes]) -> None:
    while chunk := nb_read(stream.fileno(), _AT_ONCE):
        if not gathered.has_room_for(chunk, into):
            _kill(process)
            return
        gevent.sleep(0)  # a process that prints without end always has more; others, and time-outs, get their turn


def _wait(process: subprocess.Popen[bytes], in_the_pipes: Sequence[gevent.Greenlet[Any, None]]) -> None:
    process.wait()
    gevent.joinall(in_the_pipes, timeout=_SECONDS_AFTER_THE_END)
    gevent.killall(in_the_pipes)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
