"""Running the collected tests of a room against one mutant after another, each in a process split off for it."""

from __future__ import annotations

import contextlib
import os
import pickle
import re
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.infection import infect
from tests.mutants.mutations import Mutant

SLOWER = 5
"""A mutant under which the tests take so many times the computing as without is one that never ends."""
LONGEST_WAIT = 600
"""Seconds; one that computes nothing for so long waits for something that never comes."""


@dataclass
class Hunt:
    """A pytest plugin: instead of running the tests once, it runs them for every mutant.

    The tests are collected once. A process is split off for each mutant, so that nothing of it is left; in it the
    tests that know the mutated module by name come first, then the quick ones, up to the first that fails. Of a
    family, the cases of other members are left out. ``ended`` has every mutant with whether it was noticed.
    """

    mutants: Sequence[Mutant]
    jobs: int
    family: frozenset[str] = frozenset()
    ended: list[tuple[Mutant, bool]] = field(default_factory=list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        seconds = _seconds_without_mutant(session.items)
        quick_first = [item for _, item in sorted(zip(seconds, session.items, strict=True), key=lambda pair: pair[0])]
        limit = 5 + round(SLOWER * sum(seconds))
        concerned = {
            name: concerning(name, quick_first, self.family) for name in {one.path.stem for one in self.mutants}
        }

        def tried(mutant: Mutant) -> bool:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            infect(mutant)
            items = concerned[mutant.path.stem]
            return all(_passes(item, after) for item, after in zip(items, [*items[1:], None], strict=True))

        self.ended = hunted([one for one in self.mutants if not one.is_of_import], self.jobs, tried)
        return True


def hunted_at_import(
    mutants: Sequence[Mutant], jobs: int, tests: Sequence[str], family: frozenset[str]
) -> list[tuple[Mutant, bool]]:
    """Those that change what a module does once, when it is imported: a whole pytest for each.

    Called before anything of the package has been imported.
    """

    def tried(mutant: Mutant) -> bool:
        whole = SourceFileLoader.get_code
        SourceFileLoader.get_code = (  # type: ignore[method-assign]
            lambda self, name: mutant.code if name == mutant.module else whole(self, name)
        )
        return pytest.main([*tests, "-x", "--tb=no"], [_Concerning(mutant, family)]) == pytest.ExitCode.OK

    return hunted([one for one in mutants if one.is_of_import], jobs, tried)


def hunted(mutants: Sequence[Mutant], jobs: int, tried: Callable[[Mutant], bool]) -> list[tuple[Mutant, bool]]:
    """Every mutant with whether it was noticed: ``tried`` says, in a process split off, that nobody did."""
    ended: list[tuple[Mutant, bool]] = []
    running: dict[int, tuple[Mutant, float]] = {}
    waiting = list(reversed(mutants))
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            running[_start(mutant, tried)] = mutant, time.monotonic() + LONGEST_WAIT
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid in running:
            ended.append((running.pop(pid)[0], status != 0))
        elif not pid:
            for late in [pid for pid, (_, until) in running.items() if time.monotonic() > until]:
                os.killpg(late, signal.SIGKILL)
            time.sleep(0.005)
    return ended


def concerning(name: str, items: Sequence[pytest.Item], family: frozenset[str]) -> list[pytest.Item]:
    """The tests for mutants of one module: those that name it first, and none that name another of its family."""
    others = family - {name} if name in family else frozenset()
    named = {item: _members_named(item, family) for item in items}
    own = [item for item in items if name in named[item] or name in item.nodeid]
    shared = [item for item in items if item not in set(own) and not named[item] & others]
    return own + shared


@dataclass
class _Concerning:
    mutant: Mutant
    family: frozenset[str]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = concerning(self.mutant.path.stem, items, self.family)


def _members_named(item: pytest.Item, family: frozenset[str]) -> set[str]:
    """The members whose id stands in a test's parameters."""
    words = re.findall(r"[a-z]+(?:-[a-z]+)+", item.nodeid.partition("[")[2])
    return {
        member
        for member in family
        if any(re.fullmatch(rf"(?:[a-z]+-)?{member.replace('_', '-')}", word) for word in words)
    }


def _seconds_without_mutant(items: Sequence[pytest.Item]) -> list[float]:
    """The computing that each test takes, told by a process of its own; the tests have to pass."""
    with tempfile.NamedTemporaryFile() as told:
        if not (pid := os.fork()):
            with _silence():
                seconds = []
                for item, following in zip(items, [*items[1:], None], strict=True):
                    began = time.process_time()
                    if not _passes(item, following):
                        Path(told.name).write_bytes(pickle.dumps(item.nodeid))
                        os._exit(1)
                    seconds.append(time.process_time() - began)
                Path(told.name).write_bytes(pickle.dumps(seconds))
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        answer = pickle.loads(Path(told.name).read_bytes()) if Path(told.name).stat().st_size else "the tests"
        if status:
            raise pytest.UsageError(f"{answer} fails without any mutant")
        return answer


def _start(mutant: Mutant, tried: Callable[[Mutant], bool]) -> int:
    """Split off a process, a group of its own, that ends with 0 only when no test notices the mutant."""
    if pid := os.fork():
        return pid
    os.setpgid(0, 0)
    status = 1
    with contextlib.suppress(BaseException), _silence():
        status = int(not tried(mutant))
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
