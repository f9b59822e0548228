"""For each common mistake a user gets one message; ``docs/mistakes.md`` lists them and is written by this test.

A case is a file in ``mistakes/``: its first line names the mistake.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.finding import Finding
from magesaas_ops.rules import judge_files
from magesaas_ops.text.escaping import for_terminal

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "mistakes.md"
CASES = sorted((HERE / "mistakes").glob("*.yaml"))
TODAY = datetime.date(2026, 6, 1)
HEAD = """# Mistakes, and what you are told

`magesaas check` tells every mistake of every file in one run, each once, with its place. These are the usual ones: what
was written (the lines that the message points at), and the message.

| mistake | written | rule | message |
| --- | --- | --- | --- |
"""


def findings_of(case: Path) -> list[Finding]:
    return list(judge_files(fleet_from_files({"fleet.yaml": case.read_bytes()}), TODAY).findings)


def row(case: Path) -> str:
    (finding,) = findings_of(case)
    lines = case.read_bytes().decode("utf-8", "replace").splitlines()
    places = [place for place in (*(related.place for related in finding.related), finding.at) if place]
    numbers = sorted({place.line for place in places})
    written = "<br>".join(code(lines[number - 1].strip()) for number in numbers)
    mistake = lines[0].removeprefix("# ")
    return f"| {mistake} | {written} | `{finding.rule}` | {cell(finding.detail)} |\n"


def code(text: str) -> str:
    return f"`{cell(text)}`" if text else "(nothing)"


def cell(text: str) -> str:
    return for_terminal(text).replace("|", "\\|")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_mistake_gives_one_message_at_one_place(case: Path) -> None:
    (finding,) = findings_of(case)
    assert finding.at is not None
    assert len(finding.detail) < 400


@pytest.mark.generated
def test_page_lists_every_mistake_with_its_message(generated: Callable[[Path, str], None]) -> None:
    generated(PAGE, HEAD + "".join(row(case) for case in CASES))
    assert len(CASES) >= 20
