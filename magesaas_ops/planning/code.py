"""The tasks on the code of an installation: maintenance mode around packages, modules, upgrade, compiling, static
content and caches, each only when something owes it (contract §§5, 13.9, 16).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.turns import nodes_of
from magesaas_ops.model.node import MaintenanceMode
from magesaas_ops.model.task import CODE_KINDS, Action, Retry, Step, StepKind, Task, TaskKind
from magesaas_ops.planning import commands
from magesaas_ops.planning.owed import BEGUN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.node import Maintenance
    from magesaas_ops.model.world import World
    from magesaas_ops.planning.commands import Argv
    from magesaas_ops.planning.owed import NodeDebts


def code_tasks(world: World, debts: Mapping[str, NodeDebts]) -> tuple[Task, ...]:
    """What is to be done to the code of all nodes, in order; also the end of a maintenance mode that we left on."""
    work = [task for kind in CODE_KINDS[:-1] if (task := _work(world, kind, debts)) is not None]
    if work or any(TaskKind.FLUSH in owed.due for owed in debts.values()):
        work.append(_flush(world))
    return (*_maintenance_on(world, work), *work, *maintenance_off(world, debts, will_be_on=bool(work)))


def maintenance_off(world: World, debts: Mapping[str, NodeDebts], *, will_be_on: bool = False) -> Iterator[Task]:
    """End our maintenance mode where it is on, or will be; what was begun and is owed no more is struck with it."""
    marks = _marks(world)
    marked = [node for node, mark in marks.items() if will_be_on or mark.run]
    if not marked:
        return
    left = next((mark for mark in marks.values() if mark.run), None)
    is_left_on = left is not None and not will_be_on
    why = f"it was left on by the run {left.run} of {left.by}" if left and is_left_on else "work on the code is done"
    steps = []
    for node in marked:
        is_operators = marks[node].mode is MaintenanceMode.OPERATOR
        item = "our mark in the operator's" if is_operators else "off"
        steps.append(Step(StepKind.MAINTENANCE, item, (Action.RUN,), why, hosts=(node,)))
    settled = {node: tuple(sorted(debts[node].begun - {kind.value for kind in debts[node].due})) for node in marked}
    runs = {node: run for node in marked if (run := marks[node].run)}
    yield Task(TaskKind.MAINTENANCE_OFF, tuple(marked), why, _joined(steps), marks=settled, runs=runs)


def nothing_changed_since(failed: Task, world: World, debts: Mapping[str, NodeDebts]) -> bool:
    """Whether the first piece of code work of a run failed without any effect, so that the shop is as it was."""
    again = next((task for kind in CODE_KINDS if (task := _work(world, kind, debts)) is not None), None)
    is_whole = all(_is_whole(state) for state in world.hosts.values())
    return is_whole and not world.unknown_hosts and again is not None and again.is_same_work_as(failed)


def _is_whole(state: HostState) -> bool:
    """Whether visitors see a shop rather than errors, as far as the node's code goes."""
    stale = state.debts.compile if state.mode == "production" else ()
    return not (state.debts.upgrade or state.debts.upgrade_elsewhere or stale or state.composer_problems)


def all_settled(debts: Mapping[str, NodeDebts]) -> Mapping[str, NodeDebts]:
    """The same nodes, owing nothing of what was begun on them."""
    return {node: type(owed)(begun=owed.begun) for node, owed in debts.items()}


def _marks(world: World) -> Mapping[str, Maintenance]:
    """The maintenance mode of every node that speaks, primary first."""
    return {name: node.maintenance for name, node in nodes_of(world).items()}


def _maintenance_on(world: World, work: Sequence[Task]) -> Iterator[Task]:
    """Every node goes in before the code of any changes, and what is to come is noted there before it is begun."""
    kinds = [(task.kind, task.nodes) for task in work]
    before = _marks(world)
    nodes = [node for node, mark in before.items() if kinds and mark.run != world.run.id]
    if not nodes:
        return
    marks = {node: tuple(kind.value for kind, where in kinds if node in where) for node in nodes}
    runs = {node: run for node in nodes if (run := before[node].run)}
    light = tuple(node for node in nodes if not before[node].is_on)
    steps = (Step(StepKind.MAINTENANCE, "on", (Action.RUN,), "code changes", hosts=light),) if light else ()
    yield Task(TaskKind.MAINTENANCE_ON, tuple(nodes), "code changes", steps, marks=marks, runs=runs)


def _work(world: World, kind: TaskKind, debts: Mapping[str, NodeDebts]) -> Task | None:
    """One kind of work on all nodes that owe it; an upgrade on the first of them, since all nodes share one database.

    Two upgrades at once disturb each other there; whether another node still owes one is seen at the next look.
    An upgrade runs with the compiled code that is there and fails where that is of the old code (contract §5). Enabling
    modules deletes it; who was killed before that leaves it, and enabling what is enabled deletes nothing. With
    compiled code of which only a part was written, not even the compiler starts.
    """
    owing = [node for node, owed in debts.items() if kind in owed.due]
    due = {node: debts[node] for node in (owing[:1] if kind is TaskKind.UPGRADE else owing)}
    if not due:
        return None
    argvs = {node: _argvs(world, kind, node, owed) for node, owed in due.items()}
    steps = _joined(step for node, owed in due.items() for step in _steps(world, kind, node, owed))
    why = "; ".join(dict.fromkeys(owed.due[kind] for owed in due.values()))
    stale = tuple(
        node
        for node, owed in due.items()
        if TaskKind.COMPILE in owed.due
        and (kind is TaskKind.UPGRADE or (kind is TaskKind.COMPILE and node not in world.hosts))
    )
    return Task(kind, tuple(due), why, steps, commands=argvs, retry=_RETRIES.get(kind), fresh_generated=stale)


_RETRIES = {
    TaskKind.COMPILE: Retry(
        times=3,
        words=("cannot be deleted", "Directory not empty"),
        why="a visitor's request generated code while the compiler deleted it",
        hint="Keep visitors away from PHP meanwhile (at the web server: even a request that gets 503 generates code).",
    )
}
"""The compiler begins anew each time; it is the only command that dies of being disturbed (contract §16)."""


def _flush(world: World) -> Task:
    argv = commands.magento(world.desired.installation, "cache:flush")
    nodes = tuple(nodes_of(world))
    step = Step(StepKind.CACHE, "all caches", (Action.RUN,), "nothing cached before is of any use", hosts=nodes)
    return Task(TaskKind.FLUSH, nodes, step.reason, (step,), commands=dict.fromkeys(nodes, (argv,)))


def _argvs(world: World, kind: TaskKind, node: str, owed: NodeDebts) -> tuple[Argv, ...]:
    installation = world.desired.installation
    if kind is TaskKind.PACKAGES and owed.require:
        return (commands.composer_require(installation, owed.require, with_dev=owed.has_dev),)
    if kind is TaskKind.PACKAGES:
        return (commands.composer_install(installation, with_dev=owed.has_dev),)
    if kind is TaskKind.MODULES:
        return (commands.module_enable(installation, world.hosts[node].modules.closure),)
    if kind is TaskKind.UPGRADE:
        return (commands.setup_upgrade(installation, mode=owed.mode),)
    return (commands.magento(installation, _ITEM[kind]),)


_ITEM = {
    TaskKind.UPGRADE: "setup:upgrade",
    TaskKind.COMPILE: "setup:di:compile",
    TaskKind.STATIC_CONTENT: "setup:static-content:deploy",
}
_STEP_KIND = {
    TaskKind.UPGRADE: StepKind.UPGRADE,
    TaskKind.COMPILE: StepKind.COMPILE,
    TaskKind.STATIC_CONTENT: StepKind.STATIC_CONTENT,
}


def _steps(world: World, kind: TaskKind, node: str, owed: NodeDebts) -> Iterator[Step]:
    if kind is TaskKind.PACKAGES and owed.require:
        yield from _package_steps(world.hosts[node], node, owed)
    elif kind is TaskKind.PACKAGES:
        yield Step(StepKind.PACKAGE, "composer install", (Action.RUN,), f"Composer {BEGUN}", hosts=(node,))
        yield _modules_to_come(node)
    elif kind is TaskKind.MODULES:
        yield from _module_steps(world.hosts[node], node, owed)
    else:
        yield Step(_STEP_KIND[kind], _ITEM[kind], (Action.RUN,), owed.due[kind], hosts=(node,))


def _package_steps(state: HostState, node: str, owed: NodeDebts) -> Iterator[Step]:
    for name, constraint in owed.require.items():
        package = state.packages.get(name)
        installed = package.installed if package else None
        action = Action.UPDATE if installed else Action.CREATE
        reason = "does not satisfy the inventory" if installed else "is not installed"
        yield Step(StepKind.PACKAGE, name, (action,), reason, installed, constraint, (node,))
    yield _modules_to_come(node)


def _modules_to_come(node: str) -> Step:
    reason = "belong to the packages; known once they are installed"
    return Step(StepKind.MODULE, "modules of the packages", (Action.UPDATE,), reason, hosts=(node,))


def _module_steps(state: HostState, node: str, owed: NodeDebts) -> Iterator[Step]:
    for module in owed.enable:
        before = "disabled" if module in state.modules.disabled else None
        reason = "is disabled" if before else "is new to app/etc/config.php"
        yield Step(StepKind.MODULE, module, (Action.UPDATE,), reason, before, "enabled", (node,))


def _joined(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The same step on several nodes is one step."""
    by_step: dict[Step, list[str]] = {}
    for step in steps:
        bare = Step(step.kind, step.item, step.actions, step.reason, step.before, step.after)
        by_step.setdefault(bare, []).extend(step.hosts)
    return tuple(
        Step(step.kind, step.item, step.actions, step.reason, step.before, step.after, tuple(hosts))
        for step, hosts in by_step.items()
    )
