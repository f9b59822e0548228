"""The command line on the control machine: a process of its own, forked from one that has imported everything.

Importing takes most of the time of a short run, and a cell has three.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from pathlib import Path

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["magesaas_ops.cli.apply", "magesaas_ops.cli.plan", "magesaas_ops.cli.quarantine"])
_FILES = ("out", "err")


class Control:
    """A run that was begun; ``folder`` is where it runs, ``words`` are those after ``magesaas``."""

    def __init__(self, words: list[str], folder: Path, environment: dict[str, str]) -> None:
        self._printed = [folder / f"{name}-{os.urandom(4).hex()}" for name in _FILES]
        printed = [str(path) for path in self._printed]
        self._process = _FORKS.Process(target=_run, args=(words, str(folder), environment, printed))
        self._process.start()

    @property
    def returncode(self) -> int | None:
        """As of :class:`subprocess.Popen`: negative for a signal."""
        return self._process.exitcode

    @property
    def told(self) -> str:
        """What it has said on its standard error so far."""
        return self._printed[1].read_text() if self._printed[1].exists() else ""

    def has_ended(self) -> bool:
        return not self._process.is_alive()

    def send(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid or 0, number)

    def end(self, seconds: float) -> tuple[str, str]:
        """Wait until it has ended, and give what it printed; TimeoutError when it goes on for longer."""
        self._process.join(seconds)
        if self._process.is_alive():
            raise TimeoutError
        out, err = (path.read_text() for path in self._printed)
        return out, err


def _run(words: list[str], folder: str, environment: dict[str, str], printed: list[str]) -> None:
    os.environ.update(environment)
    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in enumerate(printed, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
    sys.argv = ["magesaas", *words]
    from magesaas_ops.cli import main

    sys.exit(main())
