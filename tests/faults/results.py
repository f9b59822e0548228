"""The results of the campaign as they are kept: ``cells.json``, one entry for each cell that was run."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from tests.faults.cell import Cell, Ending, Planned
from tests.faults.faults import Fault
from tests.faults.moments import MOMENTS, Moment
from tests.faults.reader import Reading

FILE = Path(__file__).parent / "cells.json"
Key = tuple[str, str]


def key_of(moment: Moment, fault: Fault) -> Key:
    return moment.name, fault.value


ALL = tuple((moment, fault) for moment in MOMENTS for fault in Fault)


def read() -> dict[Key, Cell]:
    """The cells that were run, by moment and fault; those of moments that are no more are left out."""
    entries = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else []
    by_key = {key_of(moment, fault): (moment, fault) for moment, fault in ALL}
    cells = {}
    for entry in entries:
        key = (entry["moment"], entry["fault"])
        if key in by_key:
            cells[key] = Cell(
                *by_key[key],
                first=Ending(**entry["first"]),
                left=_reading(entry["left"]),
                plan=Planned(**{name: _tuples(value) for name, value in entry["plan"].items()}),
                second=Ending(**entry["second"]),
                right=_reading(entry["right"]),
                beside=Ending(**entry["beside"]) if entry["beside"] else None,
                two_at_once=tuple(entry["two_at_once"]),
                again=entry["again"],
            )
    return cells


def write(cells: dict[Key, Cell]) -> None:
    entries = []
    for moment, fault in ALL:
        cell = cells.get(key_of(moment, fault))
        if cell is not None:
            entries.append({**asdict(cell), "moment": moment.name, "fault": fault.value})
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def _reading(entry: dict[str, object]) -> Reading:
    return Reading(**{name: _tuples(value) for name, value in entry.items()})


def _tuples(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
