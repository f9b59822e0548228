"""Bringing one installation to what is wanted: do the first task, look again, ask the planner what is left."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from magesaas_ops.converging.calls import CallEnd, CallResult
from magesaas_ops.converging.interruption import Interruption, side_by_side
from magesaas_ops.converging.tasks import Hands, perform
from magesaas_ops.facts.attachment import forget, last_seen, look_at
from magesaas_ops.model.outcome import Ending, Outcome
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.model.task import TaskKind
from magesaas_ops.planning import standing_of
from magesaas_ops.text.plurals import counted
from magesaas_ops.transports.remote import COMMANDS_RUN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from pyinfra.api.host import Host

    from magesaas_ops.converging.brief import Brief
    from magesaas_ops.converging.holdings import Holdings
    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.task import Task
    from magesaas_ops.model.world import World

MOST_TASKS = 50
"""Far more than any installation needs; whatever a host makes up, its run ends."""
LOOK_EVERY_SECONDS = 3.0
PATIENCE_SECONDS = 3600.0
"""How long a command is waited for whose run has ended: as long as such a command may take."""


def _say_nothing(_installation: str, _doing: str) -> None:
    """For callers who do not follow progress."""


@dataclass(slots=True)
class Work:
    """The work on one installation, and what is known of it at any moment: an interruption may end it anywhere.

    ``words`` says for people what was ``done``. ``away`` gives the seats to others for as long as we wait for one.

    ``planner`` turns a world, and the first work on code of this run if that failed, into a plan.
    """

    installation: Installation
    nodes: Mapping[str, Host]
    brief: Brief
    planner: Callable[[World, Task | None], InstallationPlan]
    show: Callable[[str, str], None] = _say_nothing
    interruption: Interruption = field(default_factory=Interruption)
    at_once: int = 1
    away: Callable[[], AbstractContextManager[None]] = nullcontext
    holdings: Holdings | None = None
    began: float = field(default_factory=time.monotonic)
    first: InstallationPlan | None = None
    task: Task | None = None
    done: list[Task] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def world(self) -> World:
        """The installation as its hosts were last seen; those that were not, or that were forgotten, are looked at."""
        seen = side_by_side(look_at, self.nodes.values(), at_once=self.at_once)
        return self.brief.world(self.installation, dict(zip(self.nodes, seen, strict=True)))

    def plan(self, failed: Task | None = None) -> InstallationPlan:
        world = self.world()
        if self.holdings is not None:
            self.holdings.see(self.installation.name, list(world.observed.values()))
            world = replace(world, rivals=(*world.rivals, *self.holdings.rivals_of(world)))
        plan = self.planner(world, failed)
        self.first = self.first or plan
        return plan

    def look_again(self) -> None:
        for host in self.nodes.values():
            forget(host)

    @property
    def hands(self) -> Hands:
        def show(doing: str) -> None:
            self.show(self.installation.name, doing)

        return Hands(self.installation, self.nodes, self.brief.run, self.at_once, show, self.interruption)


def converge(work: Work) -> Outcome:
    """Do what the planner says until nothing is left, and say how it ended and where the installation stands.

    Never raises for what hosts do. Whatever happens, the next run goes on from what the nodes themselves say.
    """
    plan = work.plan()
    for _ in range(MOST_TASKS):
        if work.interruption.has_begun():
            return interrupted(work)
        if plan.busy and not plan.tasks:
            plan = _after_waiting(work, plan)
        if not plan.tasks:
            return _ended(work, plan)
        task = plan.tasks[0]
        if sum(task.is_same_work_as(other) for other in work.done) > 1:
            return _without_effect(work, plan, task)
        if task.waits_for and work.holdings is not None:
            plan = _after_letting_go(work, work.holdings, task)
            continue
        work.task = task
        work.show(work.installation.name, task.kind.value)
        results = perform(task, work.hands)
        if work.interruption.has_begun() and not all(result.succeeded for result in results):
            return interrupted(work)
        work.task = None
        if not all(result.succeeded for result in results):
            return _stopped(work, task, results)
        work.done.append(task)
        work.words.append(_shown(task, results))
        if task.kind.is_on_code or task.kind is TaskKind.MAINTENANCE_OFF:
            work.look_again()
        plan = work.plan()
    return _without_effect(work, plan, plan.tasks[0]) if plan.tasks else _ended(work, plan)


def interrupted(work: Work) -> Outcome:
    """The outcome of work that an interruption ended: what still runs is named, and asked of nobody."""
    running = work.task
    output = ""
    if running is not None:
        where = ", ".join(running.nodes)
        told = sorted({" ".join(argv) for argvs in running.commands.values() for argv in argvs})
        output = f"still running at {where}: {'; '.join(told) or running.kind.value}"
    return _outcome(work, Ending.INTERRUPTED, running, output=output, state=_last_state(work))


def ended_by(work: Work, fault: str) -> Outcome:
    """The outcome of work that a fault of our own ended; nothing is asked of any host."""
    return _outcome(work, Ending.FAILED, work.task, output=fault, state=_last_state(work))


def _last_state(work: Work) -> str:
    seen = {name: known for name, host in work.nodes.items() if (known := last_seen(host)) is not None}
    return standing_of(work.brief.world(work.installation, seen))


def _after_waiting(work: Work, plan: InstallationPlan) -> InstallationPlan:
    """Wait while all who are at work end by themselves; whoever else works there is told, and left alone."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while plan.busy and not plan.tasks and all(busy.ends_by_itself for busy in plan.busy):
        if work.interruption.has_begun() or time.monotonic() > deadline:
            break
        work.show(work.installation.name, f"waits: {plan.busy[0].node}: {plan.busy[0].reason}")
        work.interruption.sleep(LOOK_EVERY_SECONDS)
        work.look_again()
        plan = work.plan()
    return plan


def _after_letting_go(work: Work, holdings: Holdings, task: Task) -> InstallationPlan:
    """Wait for one who lets go of what this task gains, or ends without; then look again, for that may take long."""
    work.show(work.installation.name, f"waits until {', '.join(task.waits_for)} lets go")
    with work.away():
        holdings.wait_for(task.waits_for, work.interruption)
    work.look_again()
    return work.plan()


def _ended(work: Work, plan: InstallationPlan) -> Outcome:
    if plan.verdict is Verdict.REFUSED:
        return _outcome(work, Ending.REFUSED, None)
    if plan.verdict is Verdict.UNKNOWN:
        told = [f"{name}: {reason}" for name, reason in plan.unknown.items()]
        return _outcome(work, Ending.UNKNOWN, None, output="\n".join(told))
    return _outcome(work, Ending.DONE if work.done else Ending.NOTHING_TO_DO, None)


def _without_effect(work: Work, plan: InstallationPlan, task: Task) -> Outcome:
    left = "; ".join(dict.fromkeys(f"{step.item}: {step.reason}" for step in plan.steps[:5]))
    return _outcome(work, Ending.FAILED, task, output=f"it was done, and yet this is left: {left}")


def _stopped(work: Work, task: Task, results: Sequence[CallResult]) -> Outcome:
    """How a task that did not end well ends the installation; the shop is opened again where nothing was changed."""
    wrong = [result for result in results if not result.succeeded]
    work.look_again()
    is_first = not any(done.kind.is_on_code for done in work.done)
    opens = is_first and (task.kind.is_on_code or task.kind is TaskKind.MAINTENANCE_ON)
    hint = " ".join(dict.fromkeys(result.hint for result in wrong if result.hint))
    if opens and all(result.end is CallEnd.FAILED for result in wrong):
        plan = work.plan(failed=task)
        if plan.tasks and all(result.succeeded for result in perform(plan.tasks[0], work.hands)):
            work.look_again()
            hint = f"{hint} Nothing was changed in the code, and maintenance mode is off again.".strip()
    elif wrong[0].end is CallEnd.STALE and not (again := work.plan()).tasks:
        return _ended(work, again)
    told = "\n".join(f"{result.node}: {result.what}: {_answer_of(result)}" for result in wrong)
    return _outcome(work, _ENDING_OF[wrong[0].end], task, output=told, hint=hint)


def _answer_of(result: CallResult) -> str:
    if result.end is CallEnd.LOST:
        return f"{result.output}\nNo answer came, so it may have been done, or may still go on."
    return result.output


_ENDING_OF = {
    CallEnd.FAILED: Ending.FAILED,
    CallEnd.STALE: Ending.FAILED,
    CallEnd.BUSY: Ending.UNKNOWN,
    CallEnd.LOST: Ending.UNKNOWN,
}


def _outcome(
    work: Work, ending: Ending, task: Task | None, *, output: str = "", hint: str = "", state: str | None = None
) -> Outcome:
    plan = work.first
    if plan is None:
        one = work.installation
        plan = InstallationPlan(one.name, one.stage.value, Verdict.UNKNOWN, one.hosts)
    name = work.installation.name
    commands = {node: host.connector_data.get(COMMANDS_RUN, 0) for node, host in work.nodes.items()}
    is_well = ending in {Ending.DONE, Ending.NOTHING_TO_DO}
    return Outcome(
        name,
        ending,
        plan,
        _shown(task) if task else "",
        output,
        hint,
        time.monotonic() - work.began,
        commands,
        tuple(work.words),
        state if state is not None else standing_of(work.world()),
        "" if is_well else f"magesaas {'plan' if ending is Ending.REFUSED else 'apply'} --limit {name}",
    )


def _shown(task: Task, results: Sequence[CallResult] = ()) -> str:
    argvs = dict.fromkeys(" ".join(argv) for argvs in task.commands.values() for argv in argvs)
    again = [f"{counted(result.tries, 'time')} at {result.node}" for result in results if result.tries > 1]
    why = f" ({', '.join(again)}: {task.retry.why})" if again and task.retry else ""
    return f"{task.kind.value}: {'; '.join(argvs)}{why}" if argvs else task.kind.value
