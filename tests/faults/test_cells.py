"""The cells in which most is at stake, each as the page has it; ``make faults`` runs all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults import results
from tests.faults.cell import run_cell
from tests.faults.faults import Fault
from tests.faults.invariants import broken_in
from tests.faults.moments import MOMENTS
from tests.faults.rig import Rig, running_rig
from tests.faults.states import prepare

QUICK = (
    ("upgrade: tail: schema and data are there", Fault.WORK_KILLED),
    ("configure: in its transaction", Fault.WORK_KILLED),
)
"""A debt of which nothing but the mark tells, and where keys and ids could be mixed."""


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    folder = tmp_path_factory.mktemp("rig")
    with running_rig(folder, folder / "prepared") as running:
        moments = [moment for moment in MOMENTS for name, _ in QUICK if moment.name == name]
        prepare(running, {moment.world.prepared for moment in moments})
        yield running


@pytest.mark.parametrize(("name", "fault"), QUICK, ids=lambda value: getattr(value, "name", value))
def test_cell_holds_and_is_as_the_page_has_it(rig: Rig, name: str, fault: Fault) -> None:
    moment = next(moment for moment in MOMENTS if moment.name == name)
    cell = run_cell(rig, moment, fault)
    assert broken_in(cell) == []
    assert cell == results.read()[results.key_of(moment, fault)]
