"""docs/architecture.md lists every room on its floor, by what it says of itself, and names no module that is gone."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.test_layers import LAYERS, PACKAGE

PAGE = PACKAGE.parent / "docs" / "architecture.md"
HEAD = """\
# Architecture

Loading turns files into a model. Rules and comparing turn models into findings, changes and impact. Planning turns what
is wanted and what is observed into tasks; converging does them. Reports turn any of these into text. The command line
and pyinfra's operations are two rows of doors to the same house.

## How a run goes

`magesaas apply`, and who does what in it:

1. `loading` reads the files into a `Fleet` in which every value knows its line; what cannot be read is a defect, never
   an absence. `rules.engine` judges it.
2. `converging.brief` resolves the keys of the accounts concerned (`secret_providers`), asks the registry with them
   (`registry`), and keeps what this run wants of each installation.
3. `converging.session` connects to the hosts (`connector`, `transports`); `facts.attachment` asks each once, by one PHP
   process (`agent`). What other installations hold, and which of them are one, is settled then.
4. `planning.installation` makes the tasks of each installation from the `World`: what is desired, what was observed,
   what the registry says, what the rules find in it. Nothing else decides.
5. `converging.installation` does the first task (`converging.tasks`, `converging.calls`), looks again, and asks the
   planner what is left, until nothing is, or until something ends it; the audit log gets a line then.
6. `reports` gives the plan and the outcomes the form that was asked for.

pyinfra's own run takes the same way: `operations.gate` stands for steps 2 to 4, `operations.work` for step 5. What of
pyinfra is used, and what is bypassed: [the engine room](engine.md).

## The floors, from the ground up

Imports go downward only, never between rooms of one floor, and never round in a circle; tests hold that. A folder whose
name is a plural is a family: to extend it, add a file and a line ([Contributing](../CONTRIBUTING.md)).
"""
ASIDE = "sandbox"
"""Stands beside the floors: only the command line opens it."""


def sentence(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_bytes())) or ""
    said = " ".join(docstring.split("\n\n")[0].split()).replace("``", "`")
    return re.sub(r":(?:mod|func|class):`(?:\w+\.)*(\w+)`", r"`\1`", said)


def place_of(room: str) -> Path:
    folder = PACKAGE / room
    return folder / "__init__.py" if folder.is_dir() else PACKAGE / f"{room}.py"


def lines() -> Iterator[str]:
    yield HEAD
    yield "| floor | room | what it is |"
    yield "| --- | --- | --- |"
    for floor, rooms in enumerate((*LAYERS, (ASIDE,))):
        for room in rooms:
            where = "" if room == ASIDE else str(floor)
            yield f"| {where} | `{room}` | {sentence(place_of(room))} |"
            for below in sorted((PACKAGE / room).glob("*/__init__.py")):
                yield f"| | `{room}/{below.parent.name}` | {sentence(below)} |"


@pytest.mark.generated
def test_the_page_is_what_the_rooms_say_of_themselves(generated: Callable[[Path, str], None]) -> None:
    generated(PAGE, "\n".join(lines()) + "\n")


def test_every_folder_says_what_it_is_in_one_sentence() -> None:
    silent = [
        str(path.parent.relative_to(PACKAGE))
        for path in PACKAGE.rglob("__init__.py")
        if len(sentence(path).split()) < 4
    ]
    assert silent == []


def test_the_modules_that_the_page_names_are_there() -> None:
    for name in re.findall(r"`([a-z_]+\.[a-z_]+)`", HEAD):
        assert (PACKAGE / name.replace(".", "/")).with_suffix(".py").is_file(), name
