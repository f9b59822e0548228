"""What would change on each installation, and why: the planner's answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.task import Step, Task


class Verdict(str, Enum):
    """What a plan says about one installation; ``unknown`` is never shown as fine."""

    IN_SYNC = "in-sync"
    CHANGES = "changes"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_BUILT = "not-built"


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody works on a node. ``ends_by_itself`` when no living run of ours is behind it: then it is waited for."""

    node: str
    reason: str
    ends_by_itself: bool = False


@dataclass(frozen=True, slots=True)
class InstallationPlan:
    """The plan of one installation: its tasks in their order.

    A plan that is refused or unknown has no tasks but those that nothing holds up: detaching. ``unknown`` says by node,
    or by account, why we could not look; ``busy`` who is at work there.
    """

    name: str
    stage: str
    verdict: Verdict
    hosts: tuple[str, ...]
    tasks: tuple[Task, ...] = ()
    findings: tuple[Finding, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)
    busy: tuple[Busy, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """What people read of the tasks."""
        return tuple(step for task in self.tasks for step in task.steps)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plans of every installation looked at, and the findings that concern none of them alone."""

    installations: tuple[InstallationPlan, ...]
    findings: tuple[Finding, ...] = ()

    def count(self, verdict: Verdict) -> int:
        return sum(1 for installation in self.installations if installation.verdict is verdict)
