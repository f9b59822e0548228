"""Running one local process next to many others: bounded, never mistaken for done, its output never cut."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING

import gevent
from gevent import subprocess
from pyinfra.connectors.util import CommandOutput, OutputLine

if TYPE_CHECKING:
    from collections.abc import Sequence


def run_process(argv: Sequence[str], *, stdin: str, timeout: float | None) -> tuple[int, CommandOutput]:
    """Run ``argv`` with ``stdin`` and give its exit status and output, decoded with replacement characters.

    A process that outlives ``timeout`` (seconds) is killed with everything that it started, and TimeoutError raised.
    A program that does not exist answers as a shell would: 127 and a line on stderr.
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
        return 127, CommandOutput([OutputLine("stderr", f"{argv[0]}: command not found on the control machine")])
    try:
        with gevent.Timeout(timeout, TimeoutError(f"no answer within {timeout:g} seconds" if timeout else "")):
            stdout, stderr = process.communicate(stdin.encode())
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    lines = [OutputLine("stdout", line) for line in _lines(stdout)]
    lines += [OutputLine("stderr", line) for line in _lines(stderr)]
    return process.returncode, CommandOutput(lines)


def _lines(output: bytes) -> list[str]:
    text = output.decode(errors="replace")
    return text.removesuffix("\n").split("\n") if text else []
