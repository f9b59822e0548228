"""The plan of ``quarantine``: detach, whatever the inventory wants and whatever rules say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.planning.detaching import detach_task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.world import World


def plan_quarantine(world: World, findings: Sequence[Finding] = ()) -> InstallationPlan:
    """Remove ids and keys where there are any; through any node that answers, and unknown where none does.

    ``findings`` say that this may be another installation's database: then nothing is removed.
    """
    installation = world.desired.installation
    plan = InstallationPlan(
        installation.name,
        installation.stage.value,
        Verdict.UNKNOWN,
        installation.hosts,
        findings=tuple(findings),
        unknown=world.unknown_reasons,
    )
    if any(finding.refuses for finding in findings):
        return replace(plan, verdict=Verdict.REFUSED)
    if not world.hosts:
        return plan
    carries = [state for state in world.hosts.values() if _carries_anything(state)]
    if not carries:
        verdict = Verdict.UNKNOWN if world.unknown_hosts else Verdict.IN_SYNC
        return replace(plan, verdict=verdict)
    attached = next((id_ for state in carries if (id_ := _attached_to(state))), None)
    task = detach_task(world, "quarantined by hand", attached)
    return replace(plan, verdict=Verdict.CHANGES, tasks=(task,))


def _carries_anything(state: HostState) -> bool:
    values = [state.value(path) for path in paths.MANAGED_PATHS]
    return any(
        value.has_row or value.other_scopes or value.undecryptable or (value.is_behind and value.locked_by is None)
        for value in values
    )


def _attached_to(state: HostState) -> str | None:
    attached = state.value(paths.ENVIRONMENT_ID)
    return attached.effective or attached.stored or attached.value
