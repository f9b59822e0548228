"""Each thing that must hold in every cell is missed when it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.faults.cell import Cell, Ending, Planned
from tests.faults.faults import Fault
from tests.faults.invariants import broken_in
from tests.faults.moments import MOMENTS
from tests.faults.reader import Reading
from tests.faults.worlds import NEW, OLD

UPGRADE = next(moment for moment in MOMENTS if moment.gate == "upgrade tail")
DONE = Ending(0, "done")
OPEN = Reading(OLD, dark=(), debts=())
DARK = Reading("", dark=("web1",), debts=("upgrade",))
IN_SYNC = Planned(0, "in-sync", (), (), ())
CHANGES = Planned(4, "changes", ("upgrade", "maintenance off", "value"), (), ())
WELL = Cell(UPGRADE, Fault.WORK_KILLED, Ending(1, "failed", "upgrade"), DARK, CHANGES, DONE, OPEN)


def test_a_fault_that_is_told_and_repaired_breaks_nothing() -> None:
    assert broken_in(WELL) == []


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (replace(WELL, plan=IN_SYNC), "in sync, and yet web1 dark; owed: upgrade"),
        (replace(WELL, left=OPEN, plan=IN_SYNC), "upgrade was killed, and the plan is in sync"),
        (replace(WELL, first=DONE), "a run says done, and left web1 dark; owed: upgrade"),
        (replace(WELL, beside=DONE), "a run says done, and left web1 dark; owed: upgrade"),
        (replace(WELL, first=Ending(1, "no outcome")), "a run ended without an outcome (exit 1)"),
        (replace(WELL, left=replace(DARK, attached=None)), "the ids and keys of two SaaS environments are mixed"),
        (replace(WELL, right=replace(OPEN, attached=None)), "the ids and keys of two SaaS environments are mixed"),
        (replace(WELL, two_at_once=("composer | composer",)), "two commands at once: composer | composer"),
        (
            replace(WELL, plan=replace(CHANGES, steps=("maintenance off",))),
            "the plan does not tell what is owed: upgrade",
        ),
        (replace(WELL, plan=replace(CHANGES, steps=("upgrade",))), "the plan does not end the maintenance mode"),
        (replace(WELL, plan=Planned(0, "unknown", (), (), ())), "the plan is unknown with exit 0"),
        (replace(WELL, second=Ending(7, "unknown")), "the second run ends with unknown (exit 7)"),
        (replace(WELL, right=replace(OPEN, dark=("web1",))), "after the second run, web1 still in maintenance mode"),
        (replace(WELL, right=replace(OPEN, debts=("cache",))), "after the second run, still owed: cache"),
        (replace(WELL, right=replace(OPEN, attached=NEW)), f"after the second run, attached to {NEW}"),
        (replace(WELL, right=replace(OPEN, attached="")), "after the second run, attached to nothing"),
        (replace(WELL, again=False), "upgrade was killed, and was not run again"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_hold_is_told(cell: Cell, told: str) -> None:
    assert told in broken_in(cell)
