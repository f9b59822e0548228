"""Which run of ours this is, and which earlier ones of this machine have ended.

The id of a run names machine, process and the moment when that began, so that a run that was killed is known to have
ended as soon as its process is gone; of a run on another machine only the mark's age tells.
"""

from __future__ import annotations

import getpass
import os
import secrets
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from magesaas_ops.model.world import Run

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEPARATOR = "/"
_START_FIELD = 19
"""The start time in /proc/PID/stat, counted behind the name of the program; the state is the first there."""


def new_run() -> Run:
    """Begin a run: an id that no other has, and who it is."""
    return Run(_SEPARATOR.join([_machine(), str(os.getpid()), _start_of(os.getpid()), secrets.token_hex(4)]), whoami())


def ended_among(runs: Iterable[str]) -> frozenset[str]:
    """The ids of runs on this machine whose processes are gone."""
    return frozenset(run for run in runs if _has_ended(run))


def whoami() -> str:
    """Who works here, for people: ``user@machine``."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()}"


def _has_ended(run: str) -> bool:
    machine, *rest = run.split(_SEPARATOR)
    if machine != _machine() or len(rest) != len(("pid", "start", "token")) or not rest[0].isdigit():
        return False
    return _start_of(int(rest[0])) != rest[1]


def _machine() -> str:
    """The machine, or the container on it: a process id means something only inside of it."""
    try:
        namespace = str(Path("/proc/self/ns/pid").readlink()).strip("pid:[]")
    except OSError:
        namespace = "0"
    return f"{socket.gethostname()}-{namespace}"


def _start_of(pid: int) -> str:
    """When a process began, as the kernel counts; ``gone`` for none, and for one that is only waited for."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except FileNotFoundError:
        return "gone" if Path("/proc/self").exists() else _start_without_proc(pid)
    except OSError:
        return "unknown"
    return "gone" if fields[0] == "Z" else fields[_START_FIELD]


def _start_without_proc(pid: int) -> str:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "gone"
    except OSError:
        pass
    return "unknown"
