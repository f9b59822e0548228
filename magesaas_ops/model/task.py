"""One piece of work on one installation: what exactly is done, on which nodes, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from magesaas_ops.model.host_state import Stamp
    from magesaas_ops.model.secret_ref import Secret


class TaskKind(str, Enum):
    """Kinds of work, in the order in which they are done. Those of code are the words that stand in a node's mark."""

    DETACH = "detach"
    MAINTENANCE_ON = "maintenance-on"
    PACKAGES = "packages"
    MODULES = "modules"
    UPGRADE = "upgrade"
    COMPILE = "compile"
    STATIC_CONTENT = "static-content"
    FLUSH = "flush"
    MAINTENANCE_OFF = "maintenance-off"
    CONFIGURE = "configure"
    CLEAN = "clean"

    @property
    def is_on_code(self) -> bool:
        """Whether it runs commands of Composer or Magento, which maintenance mode must stand around."""
        return self in CODE_KINDS


CODE_KINDS = (
    TaskKind.PACKAGES,
    TaskKind.MODULES,
    TaskKind.UPGRADE,
    TaskKind.COMPILE,
    TaskKind.STATIC_CONTENT,
    TaskKind.FLUSH,
)


class Action(str, Enum):
    """What a step does to its item."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Stands for a secret that is shown; ``fingerprint`` is None for one that only the host knows."""

    fingerprint: str | None


Shown = str | Sensitive | None


class StepKind(str, Enum):
    """What a step works on, in the order of work."""

    DETACH = "detach"
    MAINTENANCE = "maintenance"
    PACKAGE = "package"
    MODULE = "module"
    UPGRADE = "upgrade"
    COMPILE = "compile"
    STATIC_CONTENT = "static-content"
    VALUE = "value"
    STAMP = "stamp"
    CACHE = "cache"


@dataclass(frozen=True, slots=True)
class Step:
    """What people read of a task: one change, before → after, and why. ``hosts`` are the nodes that it is done on."""

    kind: StepKind
    item: str
    actions: tuple[Action, ...]
    reason: str
    before: Shown = None
    after: Shown = None
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What one configure transaction writes: values by path, paths whose rows go away, and the stamp."""

    values: Mapping[str, str | Secret] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """When a command is run again: it failed and printed all of ``words``; at most ``times`` more.

    ``why`` is for people, ``hint`` what they can do about it.
    """

    times: int
    words: tuple[str, ...]
    why: str
    hint: str

    def is_for(self, printed: Sequence[str]) -> bool:
        text = "\n".join(printed)
        return all(word in text for word in self.words)


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work, complete: whoever does it decides nothing. ``steps`` tell people what it does.

    ``commands`` are argvs by node, done one after the other there, all nodes side by side. ``settings`` is what
    configure writes and ``expect`` the digest that the host must still have. For maintenance, ``marks`` says by node
    what stands in the mark: the kinds of code work that are owed (on), or known to be settled (off); and ``runs`` whose
    mark it is: the run that is taken over (on), or whose maintenance ends (off). ``retry`` says which failure of a
    command is no end yet. On the nodes of ``fresh_generated``, compiled and generated code is deleted first.
    ``waits_for`` are installations that let go first of what this one gains.
    """

    kind: TaskKind
    nodes: tuple[str, ...]
    why: str
    steps: tuple[Step, ...] = ()
    commands: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    expect: str | None = None
    nonce: str = ""
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    runs: Mapping[str, str] = field(default_factory=dict)
    retry: Retry | None = None
    fresh_generated: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()

    def is_same_work_as(self, other: Task) -> bool:
        """Whether doing both is doing one thing twice; digests and moments do not count."""
        return (self.kind, self.nodes, self.commands, self.steps) == (
            other.kind,
            other.nodes,
            other.commands,
            other.steps,
        )
