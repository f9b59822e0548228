"""docs/faults.md lists every kind of task and every fault, and is what the campaign found."""

from __future__ import annotations

import pytest

from magesaas_ops.model.task import TaskKind
from tests.faults import page, results
from tests.faults.faults import Fault
from tests.faults.moments import MOMENTS

TEXT = page.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", TaskKind, ids=lambda kind: kind.value)
def test_every_kind_of_task_meets_every_fault(kind: TaskKind) -> None:
    section = TEXT.partition(f"\n### {kind.value}\n")[2].partition("\n### ")[0]
    assert section, "no cells at all; add a moment in tests/faults/moments.py, and make faults"
    for fault in Fault:
        assert f"\n| {fault.value} |" in section


def test_every_cell_was_run() -> None:
    assert {results.key_of(moment, fault) for moment, fault in results.ALL} == results.read().keys()


def test_page_is_what_was_found() -> None:
    assert page.with_table(TEXT, results.read()) == TEXT


def test_moments_have_names_of_their_own() -> None:
    assert len({moment.name for moment in MOMENTS}) == len(MOMENTS)
