"""The plan of one installation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from magesaas_ops.laws.begun_work import nodes_to_repair
from magesaas_ops.laws.turns import busy_nodes
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.model.registry_record import RegistryStatus
from magesaas_ops.model.task import TaskKind
from magesaas_ops.planning.code import all_settled, code_tasks, maintenance_off, nothing_changed_since
from magesaas_ops.planning.detaching import detach_from_foreign, detach_from_production
from magesaas_ops.planning.owed import debts_of
from magesaas_ops.planning.values import config_tasks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.task import Task
    from magesaas_ops.model.world import World


def plan_installation(world: World, findings: Sequence[Finding], *, failed: Task | None = None) -> InstallationPlan:
    """What is to be done on the installation, in order, and why, given what the rules found.

    Nothing is planned for an installation of which a node could not be looked at, on which somebody else is at work, or
    that a rule refuses, but for detaching from production, which nothing holds up. A node on which Magento does not
    start because a Composer of ours did not end is no obstacle: its code is repaired, and the rest is planned after
    another look. Whatever the rules say, nothing that is not production is ever planned into a SaaS environment that is
    not certainly a testing one.

    ``failed`` is the first piece of work on the code in this run, when it failed: then all that is planned is the end
    of maintenance mode, and only if nothing was changed.
    """
    installation = world.desired.installation
    urgent = detach_from_production(world, findings)
    detach = (urgent,) if urgent else ()
    busy = busy_nodes(world)
    plan = InstallationPlan(
        installation.name,
        installation.stage.value,
        Verdict.CHANGES,
        installation.hosts,
        detach,
        tuple(findings),
        {**_unknown_for_good(world), **{one.node: one.reason for one in busy}},
        busy,
    )
    if any(finding.refuses for finding in findings) or _is_unsafe_target(world):
        told = tuple(_held_up(finding, is_urgent=urgent is not None) for finding in findings)
        return replace(plan, verdict=Verdict.REFUSED, findings=told, unknown=_not_told_by(told, plan.unknown))
    if not installation.hosts:
        return replace(plan, verdict=Verdict.NOT_BUILT)
    state = world.primary
    if plan.unknown:
        return replace(plan, verdict=Verdict.UNKNOWN)
    tasks = (*detach, *_tasks(world, state, failed=failed, is_detached_first=bool(detach)))
    return replace(plan, verdict=Verdict.CHANGES if tasks else Verdict.IN_SYNC, tasks=tasks)


def _unknown_for_good(world: World) -> Mapping[str, str]:
    """Why we know too little, but for nodes that bringing our own Composer to its end makes known."""
    repaired = nodes_to_repair(world)
    return {name: reason for name, reason in world.unknown_reasons.items() if name not in repaired}


def _tasks(world: World, state: HostState | None, *, failed: Task | None, is_detached_first: bool) -> tuple[Task, ...]:
    if failed is not None:
        is_as_before = nothing_changed_since(failed, world)
        return tuple(maintenance_off(world, all_settled(debts_of(world)))) if is_as_before else ()
    code = code_tasks(world)
    if state is None:
        return code
    brings_fields = any(task.kind in {TaskKind.PACKAGES, TaskKind.MODULES} for task in code)
    config = config_tasks(world, state, fields_to_come=brings_fields)
    foreign = None if is_detached_first or not code else detach_from_foreign(world, state)
    return (*((foreign,) if foreign else ()), *code, *config)


def _not_told_by(findings: Sequence[Finding], unknown: Mapping[str, str]) -> Mapping[str, str]:
    """What a finding says of a node that could not be looked at is said once."""
    return {
        node: reason
        for node, reason in unknown.items()
        if not any(finding.refuses and reason.partition("\n")[0] in finding.detail for finding in findings)
    }


def _held_up(finding: Finding, *, is_urgent: bool) -> Finding:
    """A refused installation is not repaired, but for what is detached at once."""
    stays = is_urgent and finding.rule == "attached-to-production"
    return replace(finding, repaired=finding.repaired and stays)


def _is_unsafe_target(world: World) -> bool:
    """The last line of defence: it does not depend on any rule having been run."""
    desired = world.desired
    target = desired.saas_environment
    if desired.keys_missing:
        return False
    if target is None or target.id is None or desired.project is None or desired.keys is None:
        return not desired.installation.is_quarantined
    record = world.registry.records.get(target.id or "")
    if record is None:
        return True
    if desired.installation.is_production:
        return world.registry.status is not RegistryStatus.ANSWERED
    return target.is_production or target.id in desired.production_ids or record.is_production
