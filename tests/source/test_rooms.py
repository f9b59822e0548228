"""The tests of one room need only that room's requirements: what each folder imports beside the runtime ones."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.source.documents import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TESTS = ROOT / "tests"
NEEDS = {
    "agent": set(),
    "contract": set(),
    "comparing": {"hypothesis"},
    "loading": {"hypothesis"},
    "planning": {"hypothesis"},
    "registry": set(),
    "rules": set(),
    "sandbox": set(),
    "secret_providers": {"hypothesis"},
}
"""Rooms whose tests run with the runtime requirements, pytest and these."""
MODULES = {"pyjwt": "jwt", "pyyaml": "yaml"}


def runtime_modules() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [re.match(r"[\w-]+", requirement)[0] for requirement in project["dependencies"]]
    return {MODULES.get(name, name) for name in names}


@cache
def imports_of(path: Path) -> frozenset[str]:
    """What a file imports as soon as it is imported; not what its functions import, nor what only types need."""
    return frozenset(_imported(ast.parse(path.read_bytes()).body))


def _imported(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and ast.unparse(node.test) != "TYPE_CHECKING":
            yield from _imported([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            yield from _imported(node.body)


def files_of(room: str) -> set[Path]:
    """The files of a room, the settings above it, and every file of the tests that these import, however far."""
    files: set[Path] = set()
    waiting = [TESTS / "conftest.py", *(TESTS / room).rglob("*.py")]
    while waiting:
        path = waiting.pop()
        if path not in files:
            files.add(path)
            named = [name for name in imports_of(path) if name.startswith("tests.")]
            places = [ROOT / name.replace(".", "/") for name in named]
            waiting += [
                one
                for place in places
                for one in (place.with_suffix(".py"), place.parent.with_suffix(".py"))
                if one.is_file()
            ]
    return files


@pytest.mark.parametrize("room", NEEDS)
def test_room_needs_what_it_says_and_no_more(room: str) -> None:
    known = {*sys.stdlib_module_names, *runtime_modules(), "magesaas_ops", "tests", "pytest"}
    needed = {name.split(".")[0] for path in files_of(room) for name in imports_of(path)} - known
    assert needed == NEEDS[room]


@pytest.mark.parametrize("room", NEEDS)
def test_room_uses_no_fixture_of_a_plugin(room: str) -> None:
    arguments = {
        argument.arg
        for path in files_of(room)
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef)
        for argument in node.args.args
    }
    assert arguments & {"snapshot", "worker_id", "testrun_uid"} == set()
