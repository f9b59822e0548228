"""Running a program of this machine that may hang, babble, or leave children behind: bounded in time and memory.

The one way in which programs are run here: git, the commands that secrets come from, and what reaches hosts. Where
many are waited for side by side, the caller brings gevent's ways of starting and waiting.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MOST_BYTES = 16 * 1024 * 1024
"""Standard output and standard error of one program together."""

_AT_ONCE = 64 * 1024
_LOOK_AGAIN_SECONDS = 0.1
_LAST_LOOK_SECONDS = 0.05
"""For what is still in the pipes when the program has ended; a daemon that it started may hold them open for ever."""


class TookTooLong(Exception):
    """The time is over; the program and its children were killed."""


class PrintedTooMuch(Exception):
    """More was printed than was agreed; the program and its children were killed."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: ``status`` as subprocess has it (negative is the signal), and all that it printed."""

    status: int
    output: bytes
    errors: bytes

    def __repr__(self) -> str:
        """Without what it printed, which may be a secret."""
        return f"Ended(status={self.status})"


def run_program(
    argv: Sequence[str],
    *,
    stdin: bytes | None = None,
    seconds: float | None,
    most_bytes: int | None = MOST_BYTES,
    folder: str = "",
    environment: Mapping[str, str] | None = None,
    start: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen,
    waiting: Callable[[], selectors.BaseSelector] = selectors.DefaultSelector,
) -> Ended:
    """Run without a shell and a terminal, and wait until it ended; without ``stdin`` it reads nothing.

    It gets a session of its own, so that all of its children can be killed with it; whatever ends the waiting kills
    them. Raises OSError when it cannot be started, TookTooLong or PrintedTooMuch.
    """
    with start(
        list(argv),
        cwd=folder or None,
        env=dict(environment) if environment is not None else None,
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            deadline = time.monotonic() + seconds if seconds else None
            with waiting() as selector:
                output, errors = _exchanged(process, selector, stdin or b"", deadline, most_bytes)
            return Ended(_status(process, deadline), output, errors)
        except BaseException:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            raise


def _exchanged(
    process: subprocess.Popen[bytes],
    selector: selectors.BaseSelector,
    stdin: bytes,
    deadline: float | None,
    most_bytes: int | None,
) -> tuple[bytes, bytes]:
    """Write and read side by side until the program ended, or closed its streams; not until they are closed by all."""
    output, errors, left = bytearray(), bytearray(), memoryview(stdin)
    for stream, buffer in ((process.stdout, output), (process.stderr, errors)):
        selector.register(_fd(stream), selectors.EVENT_READ, buffer)
    if process.stdin is not None:
        selector.register(_fd(process.stdin), selectors.EVENT_WRITE)
    while selector.get_map():
        has_ended = process.poll() is not None
        patience = _left(deadline)
        longest = _LAST_LOOK_SECONDS if has_ended else _LOOK_AGAIN_SECONDS
        ready = selector.select(longest if patience is None else min(longest, patience))
        for key, _ in ready:
            if key.data is None:
                left = _written(key.fd, left)
                is_over = not left
            else:
                is_over = not _read(key.fd, key.data)
            if is_over:
                selector.unregister(key.fd)
                if key.data is None:
                    _close(process.stdin)
        if most_bytes is not None and len(output) + len(errors) > most_bytes:
            raise PrintedTooMuch
        if has_ended and not any(key.data is not None for key, _ in ready):
            break
    return bytes(output), bytes(errors)


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TookTooLong
    return left


def _read(fd: int, into: bytearray) -> bool:
    """Whether there may be more to come."""
    try:
        chunk = os.read(fd, _AT_ONCE)
    except BlockingIOError:
        return True
    into.extend(chunk)
    return bool(chunk)


def _written(fd: int, text: memoryview) -> memoryview:
    """What is left to write; nothing for a program that does not read: how it ended says why."""
    try:
        return text[os.write(fd, text[:_AT_ONCE]) :]
    except BlockingIOError:
        return text
    except BrokenPipeError:
        return text[:0]


def _status(process: subprocess.Popen[bytes], deadline: float | None) -> int:
    try:
        return process.wait(timeout=_left(deadline))
    except subprocess.TimeoutExpired:
        raise TookTooLong from None


def _fd(stream: IO[bytes] | None) -> int:
    if stream is None:
        raise TypeError("the streams are pipes")
    os.set_blocking(stream.fileno(), False)
    return stream.fileno()


def _close(stream: IO[bytes] | None) -> None:
    if stream is not None:
        with suppress(OSError):
            stream.close()
