"""The page on mutants: what the last campaign measured, and why what survived does no harm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "mutants.md"
MEASURED = HERE / "measured.yaml"
JUDGED = HERE / "judged.yaml"
AT_LEAST = 0.9
UNJUDGED = "nobody has judged it yet"
BEGINNING = f"""# What the tests notice

A guard that can be taken out without a test failing is not there. `make mutants` changes the code of a room in one
small way after another (a condition turned round or left out, a boundary moved, a branch, a filter, a handler or an
operand dropped, another value returned, another key) and runs the tests of that room each time. At least
{AT_LEAST:.0%} of the changes have to be noticed, and somebody has to say of each other one why it does no harm:
`tests/mutants/judged.yaml`. What only people read (messages, docstrings) is not changed.

`make mutants ROOM=rules` takes one room and writes its part of this page. `AGAIN=1` runs only what can have become
another: all mutants of modules that changed since, and the survivors of the others.
"""


@dataclass(frozen=True)
class Measured:
    """What a campaign saw of one module; ``digest`` is of its source, ``survivors`` are changes."""

    digest: str
    mutants: int
    survivors: tuple[str, ...]


Modules = Mapping[str, Measured]
"""By the path of the module."""


def judged() -> dict[str, dict[str, str]]:
    """Why a survivor does no harm, by the path of its module and its change."""
    return yaml.safe_load(JUDGED.read_text(encoding="utf-8")) or {}


def measured() -> dict[str, dict[str, Measured]]:
    """What the last campaigns saw, by room."""
    told = yaml.safe_load(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    return {
        room: {
            path: Measured(str(one["digest"]), one["mutants"], tuple(one.get("survivors", ())))
            for path, one in modules.items()
        }
        for room, modules in (told or {}).items()
    }


def remember(room: str, modules: Modules) -> None:
    """Write what was measured of a room, and the page."""
    rooms = measured() | {room: dict(modules)}
    told = {
        name: {
            path: {"digest": one.digest, "mutants": one.mutants}
            | ({"survivors": list(one.survivors)} if one.survivors else {})
            for path, one in sorted(each.items())
        }
        for name, each in rooms.items()
    }
    MEASURED.write_text(yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=1000), encoding="utf-8")
    PAGE.write_text(page(rooms, judged()), encoding="utf-8")


def share_noticed(modules: Modules) -> float:
    mutants = sum(one.mutants for one in modules.values())
    return 1 - sum(len(one.survivors) for one in modules.values()) / mutants if mutants else 0.0


def page(rooms: Mapping[str, Modules], reasons: Mapping[str, Mapping[str, str]]) -> str:
    table = ["| Room | Mutants | Noticed | Share | Survivors |", "|---|---:|---:|---:|---:|"]
    for name, modules in rooms.items():
        mutants = sum(one.mutants for one in modules.values())
        left = sum(len(one.survivors) for one in modules.values())
        table.append(
            f"| `magesaas_ops/{name}` | {mutants} | {mutants - left} | {share_noticed(modules):.1%} | {left} |"
        )
    lines = [BEGINNING, *table, "", "## Survivors, and why they do no harm"]
    for modules in rooms.values():
        for path, one in modules.items():
            if one.survivors:
                lines += ["", f"### {path}", ""]
            lines += [f"- `{change}`: {reasons.get(path, {}).get(change, UNJUDGED)}" for change in one.survivors]
    return "\n".join(lines) + "\n"
