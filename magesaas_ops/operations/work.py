"""What an operation shows before it does anything, and what it does: the one planner's tasks, until none is left."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

from pyinfra.api.arguments import all_argument_meta, auth_argument_meta, shell_argument_meta
from pyinfra.api.command import FunctionCommand
from pyinfra.context import ctx_host, ctx_state

from magesaas_ops.converging import append_to_audit_log
from magesaas_ops.converging.brief import bare_brief
from magesaas_ops.converging.installation import Work, converge
from magesaas_ops.converging.interruption import side_by_side
from magesaas_ops.facts.attachment import look_at
from magesaas_ops.laws.step_words import line_of
from magesaas_ops.loading.revisions import revision_of
from magesaas_ops.model.outcome import Ending
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.operations.gate import planned, refusals, run_hosts, settled_brief, twins_of_run
from magesaas_ops.planning import only_detaching, part_of, parts_due_before
from magesaas_ops.transports.remote import fleet_of, installation_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from pyinfra.api.host import Host
    from pyinfra.api.state import State

    from magesaas_ops.converging.brief import Brief
    from magesaas_ops.model.task import Task
    from magesaas_ops.model.world import World
    from magesaas_ops.planning import Part

_OPERATION_OF = {"modules": "modules_installed", "keys": "production_keys_set"}


def attaching_commands(operation: str, part: Part | None) -> Generator[FunctionCommand, None, None]:
    """The commands of an operation that does a part of the plan, or all of it with None; logs what it would change."""
    host, state = ctx_host.get(), ctx_state.get()
    if _is_others_work(state, host):
        return
    plan = _part(state, host, part)
    if plan.verdict is Verdict.IN_SYNC:
        host.noop(f"{plan.name}: nothing to do for {operation}")
        return
    _log_plan(host, plan)
    yield FunctionCommand(_attach, (operation, part), {})


def detaching_commands(operation: str) -> Generator[FunctionCommand, None, None]:
    """The commands of an operation that detaches, whatever the inventory says; logs what it would change."""
    host, state = ctx_host.get(), ctx_state.get()
    if _is_others_work(state, host):
        return
    installation = installation_of(host)
    nodes = run_hosts(state).nodes_of(installation)
    seen = side_by_side(look_at, nodes.values(), at_once=len(nodes))
    brief = _bare_brief(state)
    plan = brief.quarantine(brief.world(installation, dict(zip(nodes, seen, strict=True))))
    if plan.verdict is Verdict.IN_SYNC:
        host.noop(f"{plan.name} is attached to nothing")
        return
    _log_plan(host, plan)
    yield FunctionCommand(_detach, (operation,), {})


def _is_others_work(state: State, host: Host) -> bool:
    """Whether another host of the installation does it; pyinfra shows the reason with ``-v``."""
    if run_hosts(state).is_lead(host):
        return False
    host.noop(f"{installation_of(host).name} is worked on from another of its hosts")
    return True


def _part(state: State, host: Host, part: Part | None) -> InstallationPlan:
    found = planned(state, installation_of(host))
    plan = found.plan if part is None else part_of(found.plan, part, found.world)
    return only_detaching(plan) if refusals(state) else plan


def _attach(state: State, host: Host, operation: str, part: Part | None) -> bool:
    if ignored := ignored_arguments(state, host):
        return _fail(state, host, ignored)
    brief, refused = settled_brief(state), refusals(state)
    due = parts_due_before(planned(state, installation_of(host)).plan, part) if part else ()
    if due and not refused:
        names = " and ".join(_OPERATION_OF[one.value] for one in due)
        refused = (f"{operation} comes after {names}, which is not done",)

    def planner(world: World, failed: Task | None) -> InstallationPlan:
        plan = brief.plan(world, failed)
        plan = plan if part is None else part_of(plan, part, world)
        return only_detaching(plan) if refused else plan

    is_well = _converge(state, host, operation, brief, planner)
    return is_well if not refused else _fail(state, host, "nothing else was changed, because:\n" + "\n".join(refused))


def _detach(state: State, host: Host, operation: str) -> bool:
    if ignored := ignored_arguments(state, host):
        return _fail(state, host, ignored)
    brief = _bare_brief(state)
    return _converge(state, host, operation, brief, brief.quarantine)


def _fail(state: State, host: Host, reason: str) -> bool:  # noqa: ARG001 (pyinfra hands both to whoever names both)
    host.log(reason)
    return False


def _converge(
    state: State,
    host: Host,
    operation: str,
    brief: Brief,
    planner: Callable[[World, Task | None], InstallationPlan],
) -> bool:
    installation = installation_of(host)
    nodes = run_hosts(state).nodes_of(installation)
    work = Work(installation, nodes, brief, planner, lambda _name, doing: host.log(doing), at_once=len(nodes))
    outcome = converge(work)
    try:
        append_to_audit_log(f"pyinfra {operation}", brief.revision, outcome)
    except OSError as error:
        host.log(f"the audit log could not be written: {error}")
    if outcome.ending in {Ending.DONE, Ending.NOTHING_TO_DO}:
        return True
    said = (f"{outcome.ending.value} {outcome.step}", outcome.output, outcome.hint, f"now: {outcome.state}")
    return _fail(state, host, "\n".join(text for text in said if text))


def _bare_brief(state: State) -> Brief:
    inventory = run_hosts(state).inventory
    brief = bare_brief(fleet_of(str(inventory)), datetime.date.today(), revision=revision_of(inventory))
    return replace(brief, twins=twins_of_run(state))


def ignored_arguments(state: State, host: Host) -> str:
    """Why an operation cannot take some of the global arguments that it was given; empty when it can.

    As whom commands run, how and how long is the inventory's to say. What pyinfra's configuration says for everything
    does not count, but what was meant for this operation is not ignored in silence.
    """
    given = dict(host.current_op_global_arguments or {})
    names = [
        name
        for name in (*auth_argument_meta, *shell_argument_meta)
        if name in given and given[name] != _by_default(state, name)
    ]
    if not names:
        return ""
    return (
        f"{', '.join(names)}: as whom commands of Magento run, how and how long is said by the inventory "
        "(run_as, connection.exec, connection.timeout), and not by arguments of an operation"
    )


def _by_default(state: State, name: str) -> object:
    meta = all_argument_meta[name]
    value = meta.default(state.config)
    return meta.handler(state.config, value) if meta.handler else value


def _log_plan(host: Host, plan: InstallationPlan) -> None:
    for step in plan.steps:
        host.log(line_of(step))
    for finding in plan.findings:
        if finding.refuses:
            host.log(f"refused by {finding.rule}: {finding.detail}")
    for node, reason in plan.unknown.items():
        host.log(f"unknown: {node}: {reason}")
