"""What would change on each installation, and why: the planner's answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.host_state import Stamp
    from magesaas_ops.model.secret_ref import Secret


class StepKind(str, Enum):
    """What a step works on, in the order of work."""

    DETACH = "detach"
    MAINTENANCE = "maintenance"
    PACKAGE = "package"
    MODULE = "module"
    UPGRADE = "upgrade"
    COMPILE = "compile"
    VALUE = "value"
    STAMP = "stamp"
    CACHE = "cache"


class Action(str, Enum):
    """What a step does to its item."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    RUN = "run"


class Verdict(str, Enum):
    """What a plan says about one installation; ``unknown`` is never shown as fine."""

    IN_SYNC = "in-sync"
    CHANGES = "changes"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Stands for a secret in a plan; ``fingerprint`` is None for one that only the host knows."""

    fingerprint: str | None


Shown = str | Sensitive | None


@dataclass(frozen=True, slots=True)
class Step:
    """One change: before → after, and why. ``hosts`` are those that it is done on."""

    kind: StepKind
    item: str
    actions: tuple[Action, ...]
    reason: str
    before: Shown = None
    after: Shown = None
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeWork:
    """Composer and module work, each list only as long as needed (contract §13.9).

    ``require`` and ``enable`` by host; ``upgrade`` says whether the primary runs setup:upgrade; ``compile`` are the
    hosts in production mode whose compiled code is, or will be, gone.
    """

    require: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    enable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    upgrade: bool = False
    compile: tuple[str, ...] = ()

    @property
    def is_needed(self) -> bool:
        return bool(self.require or self.enable or self.upgrade or self.compile)


@dataclass(frozen=True, slots=True)
class ConfigWork:
    """What one configure transaction writes: values by path, paths whose rows go away, and the stamp.

    ``heal`` are the hosts whose configuration cache does not show what is stored.
    """

    values: Mapping[str, str | Secret] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    stamp: Stamp | None = None
    heal: tuple[str, ...] = ()

    @property
    def is_needed(self) -> bool:
        return bool(self.values or self.remove or self.stamp or self.heal)


@dataclass(frozen=True, slots=True)
class InstallationPlan:
    """The plan of one installation; ``steps`` tell people what ``code`` and ``config`` do.

    ``detach_first`` is True when the installation is attached to the wrong SaaS environment right now and must be
    detached before anything slow. ``observed_digest`` and ``nonce`` are the primary's, for compare and swap.
    """

    name: str
    stage: str
    verdict: Verdict
    hosts: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)
    detach_first: bool = False
    code: CodeWork = field(default_factory=CodeWork)
    config: ConfigWork = field(default_factory=ConfigWork)
    observed_digest: str = ""
    nonce: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plans of every installation looked at, and the findings that concern none of them alone."""

    installations: tuple[InstallationPlan, ...]
    findings: tuple[Finding, ...] = ()

    def count(self, verdict: Verdict) -> int:
        return sum(1 for installation in self.installations if installation.verdict is verdict)
