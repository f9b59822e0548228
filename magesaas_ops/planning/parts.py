"""The parts of a plan, for people who compose a run of their own: some of its tasks, in its order, and never others.

The settings are one transaction in the plan. As parts they are two, so each leaves what is whole: keys never stay
beside ids of another account, and ids come only to their own keys.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.model.task import Action, Settings, Step, StepKind, Task, TaskKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.world import World


class Part(str, Enum):
    """What is done of a plan, in the order in which it is done. Detaching belongs to each: nothing holds it up."""

    MODULES = "modules"
    KEYS = "keys"
    SAAS_ENVIRONMENT = "SaaS environment"


def part_of(plan: InstallationPlan, part: Part, world: World) -> InstallationPlan:
    """The plan with the tasks of one part only; in sync when it has none."""
    tasks = tuple(chosen for task in plan.tasks if (chosen := _chosen(task, part, world)) is not None)
    is_done = plan.verdict is Verdict.CHANGES and not tasks
    return replace(plan, tasks=tasks, verdict=Verdict.IN_SYNC if is_done else plan.verdict)


def parts_due_before(plan: InstallationPlan, part: Part) -> tuple[Part, ...]:
    """The parts that come first and still have something to do; nothing of ``part`` is done before they have not."""
    earlier = list(Part)[: list(Part).index(part)]
    due = {found for task in plan.tasks if (found := _first_part_with(task)) is not None}
    return tuple(one for one in earlier if one in due)


def only_detaching(plan: InstallationPlan) -> InstallationPlan:
    """What is left of a plan when the run that it belongs to is refused: the detaching that it begins with."""
    first = plan.tasks[:1]
    return replace(plan, tasks=first if first and first[0].kind is TaskKind.DETACH else ())


def _first_part_with(task: Task) -> Part | None:
    """The part that a task holds up the others with; ids that are replaced at once hold up nothing."""
    if task.kind in {TaskKind.DETACH, TaskKind.CLEAN}:
        return None
    if task.kind is not TaskKind.CONFIGURE:
        return Part.MODULES
    return Part.KEYS if _steps_on(task, paths.SECRET_PATHS) else Part.SAAS_ENVIRONMENT


def _chosen(task: Task, part: Part, world: World) -> Task | None:
    if task.kind is TaskKind.DETACH:
        return task
    if task.kind is TaskKind.CLEAN:
        return None if part is Part.MODULES else task
    if task.kind is not TaskKind.CONFIGURE:
        return task if part is Part.MODULES else None
    state = world.primary
    if part is Part.MODULES or state is None:
        return None
    return _keys(task, world, state) if part is Part.KEYS else _ids(task)


def _keys(task: Task, world: World, state: HostState) -> Task | None:
    """Write the keys, and take away in the same transaction the ids that they do not open."""
    foreign = _foreign_ids(world, state)
    steps = (
        *_steps_on(task, paths.SECRET_PATHS),
        *(_removal(path, state, world.desired.installation.primary) for path in foreign),
    )
    return _transaction(task, paths.SECRET_PATHS, steps, also_remove=foreign)


def _ids(task: Task) -> Task | None:
    return _transaction(task, paths.ID_PATHS, _steps_on(task, (*paths.ID_PATHS, paths.STAMP)), stamps=True)


def _transaction(
    task: Task,
    managed: Collection[str],
    steps: Sequence[Step],
    *,
    also_remove: Sequence[str] = (),
    stamps: bool = False,
) -> Task | None:
    if not steps:
        return None
    values = {path: text for path, text in task.settings.values.items() if path in managed}
    remove = (*(path for path in task.settings.remove if path in managed), *also_remove)
    caches = tuple(step for step in task.steps if step.kind is StepKind.CACHE) if values or remove else ()
    why = "; ".join(dict.fromkeys(step.reason for step in steps))
    settings = Settings(values, remove, task.settings.stamp if stamps else None)
    return replace(task, why=why, steps=(*steps, *caches), settings=settings)


def _steps_on(task: Task, items: Collection[str]) -> tuple[Step, ...]:
    return tuple(step for step in task.steps if step.item in items)


def _foreign_ids(world: World, state: HostState) -> tuple[str, ...]:
    """The id paths with a row, when project or SaaS environment are none that the keys are known to open."""
    desired, records = world.desired, world.registry.records.values()
    projects: set[str | None] = {None}
    saas_environments: set[str | None] = {None}
    if desired.keys is not None:
        projects |= {record.project_id for record in records}
        saas_environments |= {record.saas_environment_id for record in records}
        projects.add(desired.project.id if desired.project else None)
        saas_environments.add(desired.saas_environment.id if desired.saas_environment else None)
    held = ((paths.PROJECT_ID, projects), (paths.ENVIRONMENT_ID, saas_environments))
    if all(state.value(path).stored in known for path, known in held):
        return ()
    return tuple(path for path in paths.ID_PATHS if state.value(path).has_row)


def _removal(path: str, state: HostState, node: str) -> Step:
    reason = "the keys do not open what it belongs to"
    return Step(StepKind.VALUE, path, (Action.DELETE,), reason, state.value(path).stored, None, (node,))
