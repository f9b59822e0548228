"""What a node says about itself, by plain files and without starting Magento: who holds it, and whether it can start.

A *mark* is the JSON that we keep inside Magento's maintenance flag while our work on the code is under way. All times
are Unix seconds of the node's own clock, and ages are measured there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class MaintenanceMode(str, Enum):
    """Whether visitors see the maintenance page, and who wanted that."""

    OFF = "off"
    OPERATOR = "operator"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class BegunTask:
    """Work on the code that was begun under the mark and has not ended well yet; ``command`` is for people."""

    task: str
    since: int
    command: str = ""


@dataclass(frozen=True, slots=True)
class Maintenance:
    """The maintenance flag and, when a run of ours wrote into it, the mark.

    An operator's flag in which we note our work keeps the mode ``OPERATOR``: ending our work leaves it on. ``age`` is
    the time since the mark was last written, by which a run that is between two commands differs from a dead one.
    """

    mode: MaintenanceMode = MaintenanceMode.OFF
    run: str | None = None
    installation: str = ""
    by: str = ""
    since: int = 0
    age: int = 0
    begun: tuple[BegunTask, ...] = ()

    @property
    def is_on(self) -> bool:
        return self.mode is not MaintenanceMode.OFF

    @property
    def is_ours(self) -> bool:
        return self.mode is MaintenanceMode.OURS


@dataclass(frozen=True, slots=True)
class AtWork:
    """The process that holds the lock on the code; all None when the lock is held by somebody who cannot be seen."""

    pid: int | None = None
    since: int | None = None
    age: int | None = None
    command: str = ""


@dataclass(frozen=True, slots=True)
class RootIdentity:
    """Where a root really is: two nodes with equal identities are one, or a cloned machine."""

    machine: str = ""
    hostname: str = ""
    path: str = ""
    device: int = 0
    inode: int = 0


@dataclass(frozen=True, slots=True)
class Vendor:
    """Whether the code that Composer put there is whole.

    ``missing`` are files without which no Magento process starts, ``gone`` packages that count as installed and have no
    folder, ``differing`` packages of which composer.lock says another version than is installed; each is bounded, for
    people to read. Only with a ``has_lock`` can ``composer install`` repair it (contract §15), and ``has_dev`` says
    whether development packages belong to the installation.
    """

    missing: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    has_lock: bool = True
    has_dev: bool = True

    @property
    def is_broken(self) -> bool:
        return bool(self.missing or self.gone)


@dataclass(frozen=True, slots=True)
class Node:
    """One node, as plain files tell: comes with every answer of the agent, refusals included."""

    root: RootIdentity = field(default_factory=RootIdentity)
    maintenance: Maintenance = field(default_factory=Maintenance)
    at_work: AtWork | None = None
    vendor: Vendor = field(default_factory=Vendor)


@dataclass(frozen=True, slots=True)
class CommandEnd:
    """How a command of Composer or Magento ended on the node: its exit status, or the signal that killed it.

    ``lines`` are the last ones that it printed, not redacted. Its task is struck from the mark only at status 0.
    """

    status: int
    signal: int | None = None
    seconds: float = 0.0
    lines: tuple[str, ...] = ()

    @property
    def succeeded(self) -> bool:
        return self.status == 0 and self.signal is None
