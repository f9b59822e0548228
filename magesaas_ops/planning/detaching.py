"""Detaching: the task that nothing holds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.held_claims import claims_to_leave
from magesaas_ops.laws.production import production_holds
from magesaas_ops.laws.stamps import is_foreign
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.task import Action, Step, StepKind, Task, TaskKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.world import World

AMBIGUOUS = frozenset({"shared-database", "host-root-declared-twice", "name-declared-twice", "duplicate-key"})
"""The rules whose findings say that this may be another installation, production even: then nothing is taken away."""


def detach_from_production(world: World, findings: Sequence[Finding]) -> Task | None:
    """Detach what is not production from production, at once, through any node that answers; None when it is not.

    Where only a lock holds it there, nothing can be detached: the finding ``attached-to-production`` says which file.
    """
    subject = world.desired.installation.subject
    if any(finding.rule in AMBIGUOUS and finding.refuses and finding.concerns(subject) for finding in findings):
        return None
    holds = [hold for hold in production_holds(world) if hold.is_detachable]
    if not holds:
        return None
    ids = sorted({id_ for hold in holds for id_ in hold.ids})
    return detach_task(world, "it is attached to production, which it is not", ", ".join(ids))


def detach_from_foreign(world: World, state: HostState) -> Task | None:
    """Detach the copy of another installation's database before anything slow; None when it is none."""
    attached = state.value(paths.ENVIRONMENT_ID)
    target = world.desired.saas_environment
    wanted = target.id if target else None
    wrong = [id_ for id_ in (attached.effective, attached.value, attached.stored) if id_ not in (None, wanted)]
    if not is_foreign(world, state) or not wrong or attached.locked_by is not None:
        return None
    return detach_task(
        world, "it carries another installation's attachment, and work on the code takes minutes", wrong[0]
    )


def detach_to_leave(world: World) -> Task | None:
    """Let go of claims that others are to hold, before anything slow: whoever gains one waits for it.

    Where a file or variable holds the id, nothing can be let go: ``shadowed-value`` says which.
    """
    leaving = claims_to_leave(world)
    if not leaving or any(state.value(paths.ENVIRONMENT_ID).locked_by for state in world.hosts.values()):
        return None
    codes = ", ".join(sorted({code for _, code in leaving}))
    ids = ", ".join(sorted({id_ for id_, _ in leaving}))
    return detach_task(world, f"another installation is to write {codes} there", ids)


def detach_task(world: World, why: str, attached_to: str | None) -> Task:
    """Remove every id and key through the first node that answers, then renew the caches of the others."""
    nodes = (*world.hosts, *world.unknown_hosts)
    step = Step(StepKind.DETACH, paths.ENVIRONMENT_ID, (Action.DELETE,), why, attached_to, None, nodes[:1])
    return Task(TaskKind.DETACH, nodes, why, (step,))
