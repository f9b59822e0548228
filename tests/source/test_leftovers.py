"""Nothing half-done is left in the source, and every exception from the search for dead code is still needed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from vulture import Vulture

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
SOURCE = ("magesaas_ops", "deploys", "docs", "inventories", "schemas", "tests", ".ci", "Makefile", "pyproject.toml")
MARK = re.compile(rb"\b(TO" + rb"DO|FIX" + rb"ME|XX" + rb"X)\b")


def files() -> Iterator[Path]:
    for name in SOURCE:
        path = ROOT / name
        found = path.rglob("*") if path.is_dir() else [path]
        yield from (one for one in found if one.is_file() and one.suffix not in (".pyc", ".png"))
    yield from ROOT.glob("*.md")


def test_nothing_is_left_to_be_done_later() -> None:
    marked = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files()
        for number, line in enumerate(path.read_bytes().splitlines(), 1)
        if MARK.search(line)
    ]
    assert marked == []


@pytest.fixture(scope="module")
def unused() -> set[str]:
    """What vulture would report without any exception."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["vulture"]
    search = Vulture()
    search.scavenge([str(ROOT / path) for path in settings["paths"]])
    return {item.name for item in search.get_unused_code(min_confidence=settings["min_confidence"])}


def test_every_exception_from_the_search_for_dead_code_is_needed(unused: set[str]) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["vulture"]
    patterns = {name: re.compile(name.replace("*", ".*")) for name in settings["ignore_names"]}
    assert [name for name, pattern in patterns.items() if not any(map(pattern.fullmatch, unused))] == []
