"""Running the collected tests of a room against one mutant after another, each in a process split off for it."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.infection import infect
from tests.mutants.mutations import Mutant

SLOWER = 20
"""A mutant under which the tests take so many times as long as without is one that never ends."""


class Hunt:
    """A pytest plugin: instead of running the tests once, it runs them for every mutant.

    The tests are collected once. A process is split off for each mutant, so that nothing of it is left; in it the
    tests that know the mutated module by name come first (``own_alone``: and no others, where there are any), then the
    quick ones, up to the first that fails. ``ended`` has every mutant with whether it was noticed.
    """

    def __init__(self, mutants: Sequence[Mutant], jobs: int, *, own_alone: bool) -> None:
        self.mutants, self.jobs, self.own_alone = mutants, jobs, own_alone
        self.ended: list[tuple[Mutant, bool]] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        seconds = _seconds_without_mutant(session.items)
        limit = 10 + SLOWER * sum(seconds)
        quick_first = [item for _, item in sorted(zip(seconds, session.items, strict=True), key=lambda pair: pair[0])]
        running: dict[int, tuple[Mutant, float]] = {}
        waiting = list(reversed(self.mutants))
        while waiting or running:
            while waiting and len(running) < self.jobs:
                mutant = waiting.pop()
                running[_start(mutant, self._order(mutant, quick_first))] = mutant, time.monotonic() + limit
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid in running:
                self.ended.append((running.pop(pid)[0], status != 0))
            elif not pid:
                for late in [pid for pid, (_, until) in running.items() if time.monotonic() > until]:
                    os.killpg(late, signal.SIGKILL)
                time.sleep(0.005)
        return True

    def _order(self, mutant: Mutant, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        name = mutant.path.stem
        own = [item for item in items if name in item.nodeid.replace("-", "_")]
        return own if own and self.own_alone else [*own, *(item for item in items if item not in set(own))]


def _seconds_without_mutant(items: Sequence[pytest.Item]) -> list[float]:
    """How long each test takes, told by a process of its own; the tests have to pass."""
    with tempfile.NamedTemporaryFile() as told:
        if not (pid := os.fork()):
            with _silence():
                seconds = []
                for item, following in zip(items, [*items[1:], None], strict=True):
                    began = time.perf_counter()
                    if not _passes(item, following):
                        Path(told.name).write_bytes(pickle.dumps(item.nodeid))
                        os._exit(1)
                    seconds.append(time.perf_counter() - began)
                Path(told.name).write_bytes(pickle.dumps(seconds))
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        answer = pickle.loads(Path(told.name).read_bytes()) if Path(told.name).stat().st_size else "the tests"
        if status:
            raise pytest.UsageError(f"{answer} fails without any mutant")
        return answer


def _start(mutant: Mutant, items: Sequence[pytest.Item]) -> int:
    """Split off a process, a group of its own, that ends with 0 only when no test notices the mutant."""
    if pid := os.fork():
        return pid
    os.setpgid(0, 0)
    status = 1
    with contextlib.suppress(BaseException), _silence():
        infect(mutant)
        status = int(not all(_passes(item, after) for item, after in zip(items, [*items[1:], None], strict=True)))
    os._exit(status)


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


class _silence(contextlib.ExitStack):
    """Nothing that a test prints is shown."""

    def __enter__(self) -> _silence:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123 (until the process ends)
        return self
