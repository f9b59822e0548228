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
from magesaas_ops.planning.detaching import detach_from_foreign, detach_from_production, detach_to_leave
from magesaas_ops.planning.owed import debts_of
from magesaas_ops.planning.paying import REPAIRED_BY_PAYING, is_paid
from magesaas_ops.planning.values import config_tasks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.task import Task
    from magesaas_ops.model.world import World


def plan_installation(world: World, findings: Sequence[Finding], *, failed: Task | None = None) -> InstallationPlan:
    """What is to be done on the installation, in order, and why, given what the rules found.

    Nothing is planned for an installation of which a node could not be looked at, or on which somebody else is at work,
    but for detaching from production, which nothing holds up. Where a rule refuses, or a secret is missing, what an
    earlier run of ours began on the code is brought to its end all the same (see :mod:`magesaas_ops.planning.paying`).
    A node on which Magento does not start because our own work on its code did not end is no obstacle: its code is
    repaired, and the rest is planned after another look. Whatever the rules say, nothing that is not production is ever
    planned into a SaaS environment that is not certainly a testing one.

    ``failed`` is the first piece of work on the code in this run, when it failed: then all that is planned is the end
    of maintenance mode, and only if nothing was changed.
    """
    installation = world.desired.installation
    urgent = detach_from_production(world, findings)
    detach = (urgent,) if urgent else ()
    busy = busy_nodes(world)
    unseen = {**_unknown_for_good(world), **{one.node: one.reason for one in busy}}
    pays = is_paid(world, findings) and not unseen
    paying = (*detach, *(_code_tasks(world, failed=failed, only_begun=True) if pays else ()))
    plan = InstallationPlan(
        installation.name,
        installation.stage.value,
        Verdict.CHANGES,
        installation.hosts,
        detach,
        tuple(findings),
        {**unseen, **world.missing_keys},
        busy,
    )
    if any(finding.refuses for finding in findings) or _is_unsafe_target(world):
        told = tuple(_held_up(finding, is_urgent=urgent is not None, is_paid=pays) for finding in findings)
        unknown = _unsaid_by(told, plan.unknown)
        return replace(plan, verdict=Verdict.REFUSED, tasks=paying, findings=told, unknown=unknown)
    if not installation.hosts:
        return replace(plan, verdict=Verdict.NOT_BUILT)
    if plan.unknown:
        return replace(plan, verdict=Verdict.UNKNOWN, tasks=paying)
    tasks = (*detach, *_tasks(world, failed=failed, is_detached_first=bool(detach)))
    return replace(plan, verdict=Verdict.CHANGES if tasks else Verdict.IN_SYNC, tasks=tasks)


def _unknown_for_good(world: World) -> Mapping[str, str]:
    """The nodes that could not be looked at, but for those that bringing our own work to its end makes known."""
    repaired = nodes_to_repair(world)
    return {name: reason for name, reason in world.unknown_reasons.items() if name not in repaired}


def _code_tasks(world: World, *, failed: Task | None, only_begun: bool = False) -> tuple[Task, ...]:
    """The work on the code; after the first of it failed, only the end of maintenance mode, if nothing was changed."""
    debts = debts_of(world, only_begun=only_begun)
    if failed is None:
        return code_tasks(world, debts)
    return tuple(maintenance_off(world, all_settled(debts))) if nothing_changed_since(failed, world, debts) else ()


def _tasks(world: World, *, failed: Task | None, is_detached_first: bool) -> tuple[Task, ...]:
    code, state = _code_tasks(world, failed=failed), world.primary
    if failed is not None or state is None:
        return code
    brings_fields = any(task.kind in {TaskKind.PACKAGES, TaskKind.MODULES} for task in code)
    config = config_tasks(world, state, fields_to_come=brings_fields)
    waits_for = tuple(rival.installation for rival in world.rivals if rival.lets_go)
    config = tuple(replace(task, waits_for=waits_for) for task in config)
    first = None
    if not is_detached_first:
        first = detach_to_leave(world) or (detach_from_foreign(world, state) if code else None)
    return (*((first,) if first else ()), *code, *config)


def _unsaid_by(findings: Sequence[Finding], unknown: Mapping[str, str]) -> Mapping[str, str]:
    """What a finding says of a node that could not be looked at is said once."""
    return {
        node: reason
        for node, reason in unknown.items()
        if not any(finding.refuses and reason.partition("\n")[0] in finding.detail for finding in findings)
    }


def _held_up(finding: Finding, *, is_urgent: bool, is_paid: bool) -> Finding:
    """A refused installation is not repaired, but for what is detached at once, and what our mark owes."""
    stays = (is_urgent and finding.rule == "attached-to-production") or (is_paid and finding.rule in REPAIRED_BY_PAYING)
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
