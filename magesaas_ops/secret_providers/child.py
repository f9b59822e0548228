"""Running a program that may hang, babble, or leave children behind, within bounds of time and memory."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_AT_ONCE = 65536
_MOST_BYTES_OF_ERRORS = 16 * 1024
_LOOK_AGAIN_SECONDS = 0.1


class TookTooLong(Exception):
    """The time is over; the program and its children were killed."""


class ToldTooMuch(Exception):
    """More came on standard output than was agreed; the program and its children were killed."""


@dataclass(frozen=True, slots=True)
class Ended:
    """``status`` as subprocess has it: negative is the signal. ``errors``: the end of standard error."""

    status: int
    output: bytes
    errors: bytes

    def __repr__(self) -> str:
        """Without the output, which is a secret."""
        return f"Ended(status={self.status})"


def run(argv: Sequence[str], folder: str, *, seconds: float, most_bytes: int) -> Ended:
    """Run without a shell, a terminal and standard input; raises OSError, TookTooLong or ToldTooMuch.

    It gets a session of its own, so that all of its children can be killed with it.
    """
    with subprocess.Popen(
        argv,
        cwd=folder or None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            output, errors = _gathered(process, time.monotonic() + seconds, most_bytes)
            return Ended(process.wait(), output, errors)
        except BaseException:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            raise


def _gathered(process: subprocess.Popen[bytes], deadline: float, most_bytes: int) -> tuple[bytes, bytes]:
    """Both streams until the program ended; not until they are closed, as a daemon that it started may keep them."""
    output, errors = bytearray(), bytearray()
    with DefaultSelector() as selector:
        for stream, buffer in ((process.stdout, output), (process.stderr, errors)):
            selector.register(_opened(stream), EVENT_READ, buffer)
        while True:
            has_ended = process.poll() is not None
            left = deadline - time.monotonic()
            if left <= 0:
                raise TookTooLong
            ready = selector.select(0 if has_ended else min(left, _LOOK_AGAIN_SECONDS)) if selector.get_map() else []
            for key, _ in ready:
                chunk = os.read(key.fd, _AT_ONCE)
                key.data.extend(chunk)
                if not chunk:
                    selector.unregister(key.fileobj)
            if len(output) > most_bytes:
                raise ToldTooMuch
            del errors[:-_MOST_BYTES_OF_ERRORS]
            if has_ended and not ready:
                return bytes(output), bytes(errors)
            if not selector.get_map() and not has_ended:
                _wait(process, left)


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise TookTooLong from None


def _opened(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise TypeError("both streams are piped")
    return stream
