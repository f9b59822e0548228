"""The columns of the table: what goes wrong while the work on the first node stands at a gate."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tests.faults.control import Control
from tests.faults.gates import wait_until
from tests.faults.rig import NODES, PRIMARY, Cluster

OTHER = NODES[1]


class Fault(str, Enum):
    """The words are those of the page."""

    CONTROL_KILLED = "control process SIGKILL"
    INTERRUPTED = "control process SIGINT"
    TERMINATED = "control process SIGTERM"
    SSH_CUT = "ssh cut"
    WORK_KILLED = "PHP or Composer SIGKILL"
    DATABASE_STOPPED = "database stopped"
    DISK_FULL = "disk full"
    SECOND_RUN = "second run at the same time"
    NODE_DOWN = "other node down"


@dataclass(frozen=True)
class Scene:
    """The first run, the process that stands at the gate, and the cluster that it works on."""

    cluster: Cluster
    run: Control
    pid: int


@contextlib.contextmanager
def struck(fault: Fault, scene: Scene) -> Iterator[None]:
    """Let the fault come, and be over at the end of the block, in which the run ends."""
    with _STRIKES[fault](scene):
        yield


@contextlib.contextmanager
def _signalled(scene: Scene, number: signal.Signals) -> Iterator[None]:
    """What runs on the node stays where it is until the run has ended."""
    scene.run.send(number)
    yield


@contextlib.contextmanager
def _ssh_cut(scene: Scene) -> Iterator[None]:
    os.kill(_session_of(scene.pid), signal.SIGKILL)
    yield


@contextlib.contextmanager
def _work_killed(scene: Scene) -> Iterator[None]:
    victim = php_above(scene.pid)
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: has_ended(victim), "a killed process lives on")
    scene.cluster.gates().open()
    yield


@contextlib.contextmanager
def _database_stopped(scene: Scene) -> Iterator[None]:
    scene.cluster.mariadb.stop()
    scene.cluster.gates().open()
    try:
        yield
    finally:
        scene.cluster.mariadb.start()


@contextlib.contextmanager
def _disk_full(scene: Scene) -> Iterator[None]:
    filler = scene.cluster.root(PRIMARY) / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    scene.cluster.gates().open()
    try:
        yield
    finally:
        filler.unlink()


@contextlib.contextmanager
def _node_down(scene: Scene) -> Iterator[None]:
    scene.cluster.write_ssh_config(unreachable=OTHER)
    scene.cluster.gates().open()
    try:
        yield
    finally:
        scene.cluster.write_ssh_config()


@contextlib.contextmanager
def _nothing(scene: Scene) -> Iterator[None]:
    """A second run is started beside the first by whoever runs the cell."""
    yield


_STRIKES: dict[Fault, Callable[[Scene], contextlib.AbstractContextManager[None]]] = {
    Fault.CONTROL_KILLED: lambda scene: _signalled(scene, signal.SIGKILL),
    Fault.INTERRUPTED: lambda scene: _signalled(scene, signal.SIGINT),
    Fault.TERMINATED: lambda scene: _signalled(scene, signal.SIGTERM),
    Fault.SSH_CUT: _ssh_cut,
    Fault.WORK_KILLED: _work_killed,
    Fault.DATABASE_STOPPED: _database_stopped,
    Fault.DISK_FULL: _disk_full,
    Fault.SECOND_RUN: _nothing,
    Fault.NODE_DOWN: _node_down,
}


def has_ended(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


def _above(pid: int) -> Iterator[int]:
    """The process and those that started it, nearest first."""
    while pid > 1:
        yield pid
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _name(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text().strip()


def _session_of(pid: int) -> int:
    """The sshd that serves the connection through which the process was started."""
    return next(one for one in _above(pid) if _name(one).startswith("sshd"))


def php_above(pid: int) -> int:
    """The PHP that stands at the gate; Composer's gate is a shell of its own, the agent's is what runs its PHP."""
    return next(one for one in _above(pid) if _name(one) in {"php", "composer", "python3"})
