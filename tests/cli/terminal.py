"""A real terminal with a real shell in it, typed at as a person does."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path

_CONTROL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78cM])")


class Terminal:
    """What was typed and shown; ``seen`` is everything so far, without control sequences."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._bytes = b""

    @property
    def seen(self) -> str:
        return _CONTROL.sub("", self._bytes.decode(errors="replace")).replace("\r", "").replace("\a", "")

    def types(self, text: str) -> None:
        os.write(self._descriptor, text.encode())

    def shows(self, *texts: str, seconds: float = 20.0) -> None:
        """Wait until all of them are shown, after everything that was waited for before."""
        deadline = time.monotonic() + seconds
        while missing := [text for text in texts if text not in self.seen]:
            assert time.monotonic() < deadline, f"{missing} not shown, but {self.seen!r}"
            if select.select([self._descriptor], [], [], 0.1)[0]:
                self._bytes += os.read(self._descriptor, 65536)
        self._bytes = self._bytes[-1:] if len(texts) > 1 else self.seen.partition(texts[0])[2].encode()


@contextmanager
def terminal(argv: Sequence[str], variables: Mapping[str, str], folder: Path) -> Iterator[Terminal]:
    """A wide terminal that runs ``argv`` with nothing but these variables."""
    child, descriptor = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe(argv[0], list(argv), {"TERM": "xterm", **variables})
    ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 400, 0, 0))
    try:
        yield Terminal(descriptor)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(descriptor)
