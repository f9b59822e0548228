"""What must hold in every cell, whatever the fault: each broken one is a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from magesaas_ops.model.task import TaskKind
from tests.faults.cell import Cell

_TOLD_BY = {
    "packages": "package",
    "modules": "module",
    "upgrade": "upgrade",
    "compile": "compile",
    "static-content": "static-content",
    "cache": "cache",
}
"""The kind of step by which a plan tells of a debt."""
_RERUN = {TaskKind.PACKAGES, TaskKind.MODULES, TaskKind.UPGRADE, TaskKind.COMPILE, TaskKind.STATIC_CONTENT}


def broken_in(cell: Cell) -> list[str]:
    return [*_after_the_fault(cell), *_in_the_plan(cell), *_in_the_end(cell)]


def _after_the_fault(cell: Cell) -> Iterator[str]:
    left = cell.left
    if left.attached is None or cell.right.attached is None:
        yield "the ids and keys of two SaaS environments are mixed"
    if cell.two_at_once:
        yield f"two commands at once: {cell.two_at_once[0]}"
    for ending in filter(None, (cell.first, cell.beside)):
        is_well = ending.word in {"done", "nothing-to-do"}
        if is_well and (left.dark or left.debts or left.attached != cell.moment.world.wanted.value):
            yield f"a run says {ending.word}, and left {_shown(cell)}"
        if ending.word in {"no outcome", "never ended"}:
            yield f"a run ended without an outcome (exit {ending.status})"


def _in_the_plan(cell: Cell) -> Iterator[str]:
    left, plan = cell.left, cell.plan
    if plan.verdict == "in-sync" and (left.dark or left.debts):
        yield f"in sync, and yet {_shown(cell)}"
    if plan.verdict == "changes":
        untold = [debt for debt in left.debts if _TOLD_BY[debt] not in plan.steps]
        if untold:
            yield f"the plan does not tell what is owed: {', '.join(untold)}"
        if left.dark and "maintenance off" not in plan.steps:
            yield "the plan does not end the maintenance mode"
    elif plan.verdict != "in-sync" and plan.status not in {5, 7}:
        yield f"the plan is {plan.verdict} with exit {plan.status}"
    if cell.moment.kind in _RERUN and cell.fault.name == "WORK_KILLED" and plan.verdict == "in-sync":
        yield f"{cell.moment.kind.value} was killed, and the plan is in sync"


def _in_the_end(cell: Cell) -> Iterator[str]:
    right, wanted = cell.right, cell.moment.world.wanted.value
    if cell.second.status != 0:
        yield f"the second run ends with {cell.second.word} (exit {cell.second.status})"
    if right.dark:
        yield f"after the second run, {' and '.join(right.dark)} still in maintenance mode"
    if right.debts:
        yield f"after the second run, still owed: {', '.join(right.debts)}"
    if right.attached is not None and right.attached != wanted:
        yield f"after the second run, attached to {right.attached or 'nothing'}"
    if cell.moment.kind in _RERUN and cell.fault.name == "WORK_KILLED" and not cell.again:
        yield f"{cell.moment.kind.value} was killed, and was not run again"


def _shown(cell: Cell) -> str:
    left = cell.left
    parts = [f"{' and '.join(left.dark)} dark"] if left.dark else []
    parts += [f"owed: {', '.join(left.debts)}"] if left.debts else []
    return "; ".join(parts) or f"attached to {left.attached or 'nothing'}"
