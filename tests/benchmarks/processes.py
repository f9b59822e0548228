"""Measuring whole processes."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Run:
    """What one process took."""

    seconds: float
    megabytes: float
    cpu_seconds: float = 0.0

    def __str__(self) -> str:
        return f"{self.seconds:7.3f} s  {self.megabytes:6.0f} MB"


def best_of_alternating(commands: Sequence[list[str]], rounds: int) -> list[Run]:
    """The fastest run of each command; they take turns. Raises when one of them fails."""
    runs = [[_run(command) for command in commands] for _ in range(rounds)]
    return [min(round_[index] for round_ in runs) for index in range(len(commands))]


def _run(command: list[str]) -> Run:
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)
