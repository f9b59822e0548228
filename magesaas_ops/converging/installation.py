"""Applying one installation: plan, do the next stage, look again, until nothing is left to do."""

from __future__ import annotations

import shlex
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from magesaas_ops.converging.calls import CallResult
from magesaas_ops.converging.stages import compile_code, flush_caches, perform, switch_maintenance
from magesaas_ops.facts.attachment import forget, look_at
from magesaas_ops.model.host_state import HostState
from magesaas_ops.model.outcome import Ending, Outcome
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.planning import Stage, next_stage
from magesaas_ops.transports.remote import COMMANDS_RUN
from magesaas_ops.transports.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pyinfra.api.host import Host

    from magesaas_ops.converging.brief import Brief
    from magesaas_ops.model.inventory import Installation

_ENDING_OF = {
    Verdict.IN_SYNC: Ending.NOTHING_TO_DO,
    Verdict.REFUSED: Ending.REFUSED,
    Verdict.UNKNOWN: Ending.UNKNOWN,
}


@dataclass(slots=True)
class _Work:
    """What must be remembered between the stages of one installation."""

    installation: Installation
    nodes: Mapping[str, Host]
    brief: Brief
    tell: Callable[[str, str], None]
    dark: list[str] = field(default_factory=list)
    owes_compile: list[str] = field(default_factory=list)

    def plan(self) -> InstallationPlan:
        seen = side_by_side(look_at, self.nodes.values())
        return self.brief.plan_for(self.installation, dict(zip(self.nodes, seen, strict=True)))

    def hosts(self, names: Iterable[str]) -> list[Host]:
        return [self.nodes[name] for name in names]

    def look_again(self) -> InstallationPlan:
        for host in self.nodes.values():
            forget(host)
        return self.plan()


def converge(
    installation: Installation,
    nodes: Mapping[str, Host],
    brief: Brief,
    tell: Callable[[str, str], None] = lambda _installation, _doing: None,
) -> Outcome:
    """Bring one installation to what the brief wants, and say how it ended.

    ``nodes`` are its pyinfra hosts by the names of the inventory. Never raises for what hosts do. Whatever happens, the
    installation is left in a state from which the next run goes on; maintenance mode stays on only when the
    storefront would otherwise answer with errors.
    """
    started = time.monotonic()
    work = _Work(installation, nodes, brief, tell)
    first = work.plan()
    if first.verdict is not Verdict.CHANGES:
        return _outcome(_ENDING_OF[first.verdict], first, work, started)
    failed = _do_stages(work, first)
    if failed is not None:
        stage, result = failed
        hint = " ".join(part for part in (result.hint, _settle_after_failure(work)) if part)
        ending = Ending.NOTHING_TO_DO if result.is_stale and work.plan().verdict is Verdict.IN_SYNC else Ending.FAILED
        step = f"{stage.value}: {result.command}"
        return _outcome(ending, first, work, started, step=step, output=result.output, hint=hint)
    return _outcome(Ending.DONE, first, work, started)


def _do_stages(work: _Work, plan: InstallationPlan) -> tuple[Stage, CallResult] | None:
    """Do stage after stage; the failed one with its result, or None when all is as the brief wants it."""
    done: list[Stage] = []
    while (stage := _due(work, plan)) is not Stage.DONE:
        if stage in done:
            return stage, _no_effect(plan, stage)
        if failed := _bracket_with_maintenance(work, stage):
            return Stage.UPGRADE, failed
        work.tell(work.installation.name, stage.value)
        is_owed = stage is Stage.COMPILE and not plan.code.compile
        results = (
            compile_code(work.hosts(work.owes_compile))
            if is_owed
            else perform(stage, work.installation, work.nodes, plan)
        )
        if not all(result.succeeded for result in results):
            return stage, results[0]
        done.append(stage)
        _remember_debts(work, stage, plan)
        plan = work.look_again() if stage.changes_code else work.plan()
        if plan.verdict in {Verdict.REFUSED, Verdict.UNKNOWN}:
            return stage, _stopped(plan, stage)
    if failed := _bracket_with_maintenance(work, Stage.DONE):
        return Stage.UPGRADE, failed
    return None


def _due(work: _Work, plan: InstallationPlan) -> Stage:
    stage = next_stage(plan)
    if work.owes_compile and stage in {Stage.CONFIGURE, Stage.CACHES, Stage.DONE}:
        return Stage.COMPILE
    return stage


def _remember_debts(work: _Work, stage: Stage, plan: InstallationPlan) -> None:
    """Compiled code is stale once packages or modules have changed, also when files of it are still there."""
    if stage in {Stage.PACKAGES, Stage.MODULES, Stage.UPGRADE}:
        work.owes_compile = sorted({*work.owes_compile, *plan.code.compile})
    elif stage is Stage.COMPILE:
        work.owes_compile = []


def _bracket_with_maintenance(work: _Work, stage: Stage) -> CallResult | None:
    """Maintenance goes on before code changes and off after them, on the hosts where it was not on already."""
    if stage.changes_code and not work.dark:
        light = [name for name, host in work.nodes.items() if not _is_in_maintenance(host)]
        work.tell(work.installation.name, "maintenance on")
        results = switch_maintenance(work.hosts(light), on=True)
        work.dark = light
    elif not stage.changes_code and work.dark:
        work.tell(work.installation.name, "maintenance off")
        results = flush_caches(work.nodes.values())
        if all(result.succeeded for result in results):
            results = switch_maintenance(work.hosts(work.dark), on=False)
        if all(result.succeeded for result in results):
            work.dark = []
    else:
        return None
    return next((result for result in results if not result.succeeded), None)


def _is_in_maintenance(host: Host) -> bool:
    state = look_at(host)
    return isinstance(state, HostState) and state.maintenance


def _settle_after_failure(work: _Work) -> str:
    """Say where the installation stands; end maintenance mode when the storefront is as whole as before."""
    if not work.dark:
        return ""
    plan = work.look_again()
    is_whole = plan.verdict is Verdict.CHANGES and next_stage(plan) in {Stage.DETACH, Stage.PACKAGES}
    if is_whole and all(result.succeeded for result in switch_maintenance(work.hosts(work.dark), on=False)):
        work.dark = []
        return "Nothing was changed in the code; maintenance mode is off again."
    root = work.installation.root
    return (
        f"Maintenance mode is still on ({', '.join(work.dark)}): the storefront would answer with errors. Repair the "
        f"cause and run magesaas apply --limit {work.installation.name} again; to end maintenance mode by hand: "
        f"{shlex.join(work.installation.php)} {root}/bin/magento maintenance:disable"
    )


def _no_effect(plan: InstallationPlan, stage: Stage) -> CallResult:
    left = "; ".join(f"{step.item}: {step.reason}" for step in plan.steps[:5])
    return CallResult(False, stage.value, f"it was done, and yet this is left: {left}")


def _stopped(plan: InstallationPlan, stage: Stage) -> CallResult:
    reasons = [finding.detail for finding in plan.findings if finding.refuses] or list(plan.unknown.values())
    return CallResult(False, stage.value, "\n".join(reasons))


def _outcome(
    ending: Ending,
    plan: InstallationPlan,
    work: _Work,
    started: float,
    *,
    step: str = "",
    output: str = "",
    hint: str = "",
) -> Outcome:
    commands = {name: host.connector_data.get(COMMANDS_RUN, 0) for name, host in work.nodes.items()}
    seconds = time.monotonic() - started
    return Outcome(work.installation.name, ending, plan, step, output, hint, seconds, commands)
