"""One cell of the table: a first run into a fault, a plan, a second run, and what an independent reader sees."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.control import Control
from tests.faults.faults import Fault, Scene, has_ended, struck
from tests.faults.gates import wait_until
from tests.faults.moments import Moment
from tests.faults.reader import Reading, reading_of
from tests.faults.rig import NODES, Cluster, Rig

DISK_BYTES = 12 * 1024 * 1024
RUN_SECONDS = 300


@dataclass(frozen=True)
class Ending:
    """How a run ended; ``word`` is its outcome for the shop, or how it said that it has none."""

    status: int
    word: str
    step: str = ""


@dataclass(frozen=True)
class Planned:
    """What ``plan`` says of the shop: its steps' kinds in order, the rules that found something, who is unknown."""

    status: int
    verdict: str
    steps: tuple[str, ...]
    rules: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """What happened. ``beside`` is the ending of the second run of those that went on at the same time."""

    moment: Moment
    fault: Fault
    first: Ending
    left: Reading
    plan: Planned
    second: Ending
    right: Reading
    beside: Ending | None = None
    two_at_once: tuple[str, ...] = ()
    again: bool = True


def run_cell(rig: Rig, moment: Moment, fault: Fault) -> Cell:
    disk = DISK_BYTES if fault is Fault.DISK_FULL else None
    nodes = NODES if fault is Fault.NODE_DOWN else NODES[:1]
    with rig.cluster(moment.world, nodes=nodes, disk_bytes=disk) as cluster:
        gates = cluster.gates()
        gates.arm(moment.gate)
        first = cluster.start(*cluster.repair)
        beside: Ending | None = None
        try:
            pid = gates.reached(by=first)
            with struck(fault, Scene(cluster, first, pid)):
                if fault is Fault.SECOND_RUN:
                    beside = _run_beside(cluster)
                ended = _ending(first)
        finally:
            first.send(signal.SIGKILL)
        gates.open()
        wait_until(lambda: has_ended(pid) and not any(map(_is_at_work, _roots(cluster))), "the node is never quiet")
        begun = len(gates.commands)
        left = reading_of(cluster, rig.keys)
        plan = _planned(cluster)
        second = _ending(cluster.start(*cluster.repair))
        right = reading_of(cluster, rig.keys)
        two_at_once = tuple(line for node in nodes for line in cluster.gates(node).two_at_once)
        return Cell(moment, fault, ended, left, plan, second, right, beside, two_at_once, len(gates.commands) > begun)


def _roots(cluster: Cluster) -> Iterator[Path]:
    return (cluster.root(node) for node in cluster.nodes)


def _is_at_work(root: Path) -> bool:
    """Whether a command still works on the code of a node."""
    done = subprocess.run(["flock", "--nonblock", str(root / "app/etc"), "true"], check=False)
    return done.returncode != 0


def _run_beside(cluster: Cluster) -> Ending:
    """A second run, which ends, or waits for the first to go on: then that may."""
    second = cluster.start(*cluster.repair)
    queue = "SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User lock'"
    wait_until(
        lambda: second.has_ended() or "waits: " in second.told or cluster.mariadb.execute(queue).strip() != "0",
        "the second run neither ends nor waits",
    )
    cluster.gates().open()
    return _ending(second)


def _ending(run: Control) -> Ending:
    try:
        out, _ = run.end(RUN_SECONDS)
    except TimeoutError:
        run.send(signal.SIGKILL)
        return Ending(-1, "never ended")
    status = run.returncode or 0
    if status < 0:
        return Ending(status, "killed")
    with contextlib.suppress(ValueError, LookupError):
        (told,) = json.loads(out)["installations"]
        return Ending(status, told["outcome"], (told.get("failed_step") or "").partition(":")[0])
    return Ending(status, "no outcome")


def _planned(cluster: Cluster) -> Planned:
    run = cluster.start("plan", "--detailed-exitcode", "-f", "json")
    out, err = run.end(RUN_SECONDS)
    status = run.returncode or 0
    with contextlib.suppress(ValueError, LookupError):
        (told,) = json.loads(out)["installations"]
        steps = tuple(dict.fromkeys(_shown(step) for step in told["steps"]))
        rules = tuple(sorted({finding["rule"] for finding in told["findings"]}))
        return Planned(status, told["verdict"], steps, rules, tuple(sorted(told["unknown"])))
    return Planned(status, f"no plan: {err[-200:]}", (), (), ())


def _shown(step: dict[str, str]) -> str:
    return f"maintenance {step['item']}" if step["kind"] == "maintenance" else step["kind"]
