"""pyinfra's operations on the attachment of an installation.

They act on the primary host of each installation and drive its other hosts from there, because an installation has one
database and its hosts must be taken through maintenance mode together; on the other hosts they are no-ops.
Every one of them refuses by itself, also when nobody called :func:`magesaas_ops.operations.gate.refuse_first`.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pyinfra.api.command import FunctionCommand
from pyinfra.api.operation import operation
from pyinfra.context import ctx_host, ctx_state

from magesaas_ops.converging.brief import bare_brief
from magesaas_ops.converging.installation import Work, converge
from magesaas_ops.model.outcome import Ending
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.operations.gate import brief_of, nodes_of, plan_of
from magesaas_ops.transports.fleet_hosts import INVENTORY, NODE, fleet_at, installation_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from pyinfra.api.host import Host
    from pyinfra.api.state import State

    from magesaas_ops.converging.brief import Brief
    from magesaas_ops.model.task import Task
    from magesaas_ops.model.world import World


@operation()
def attached() -> Generator[FunctionCommand, None, None]:
    """Install what is missing, set keys and ids, and renew the caches, so that the inventory is true.

    A no-op where it is true already. Fails the host when a rule refuses, or a host could not be looked at.
    """
    host, state = ctx_host.get(), ctx_state.get()
    if not _is_primary(host):
        host.noop(f"{installation_of(host).name} is worked on from its primary host")
        return
    plan = plan_of(state, host)
    if plan.verdict is Verdict.IN_SYNC:
        host.noop(f"{plan.name} is attached as the inventory says")
        return
    _log_plan(host, plan)
    yield FunctionCommand(_attach, (), {})


@operation()
def detached() -> Generator[FunctionCommand, None, None]:
    """Remove ids and keys, whatever the inventory says; needs no registry and no secrets."""
    host = ctx_host.get()
    if not _is_primary(host):
        host.noop(f"{installation_of(host).name} is worked on from its primary host")
        return
    yield FunctionCommand(_detach, (), {})


def _is_primary(host: Host) -> bool:
    return bool(host.data.get(NODE) == installation_of(host).primary)


def _log_plan(host: Host, plan: InstallationPlan) -> None:
    for step in plan.steps:
        host.log(f"{'/'.join(action.value for action in step.actions)} {step.kind.value} {step.item}: {step.reason}")
    for finding in plan.findings:
        if finding.refuses:
            host.log(f"refused by {finding.rule}: {finding.detail}")
    for node, reason in plan.unknown.items():
        host.log(f"unknown: {node}: {reason}")


def _attach(state: State, host: Host) -> bool:
    return _converge(state, host, brief_of(state), brief_of(state).plan)


def _detach(state: State, host: Host) -> bool:
    brief = bare_brief(fleet_at(host.data.get(INVENTORY)), datetime.date.today())
    return _converge(state, host, brief, brief.quarantine)


def _converge(
    state: State, host: Host, brief: Brief, planner: Callable[[World, Task | None], InstallationPlan]
) -> bool:
    installation = installation_of(host)
    nodes = nodes_of(state, installation)
    outcome = converge(Work(installation, nodes, brief, planner, at_once=len(nodes)))
    if outcome.ending in {Ending.DONE, Ending.NOTHING_TO_DO}:
        return True
    told = (f"{outcome.ending.value} {outcome.step}", outcome.output, outcome.hint, f"now: {outcome.state}")
    host.log("\n".join(text for text in told if text))
    return False
