"""One name, one meaning: no class and no public function of the package is called as another one is.

Members of a family have the name that the family gives them, and ``sandbox`` stands alone.
"""

from __future__ import annotations

import ast
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "magesaas_ops"
OF_FAMILIES = {"judge", "render", "command", "read"}
"""Rules, formats of reports, verbs, and places where secrets live: one such function in each file."""
DOORS = {"verify"}
"""A deploy is called as what it does; the function behind it may be, too."""


def definitions() -> Iterator[tuple[str, ast.stmt, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        for node in ast.parse(path.read_bytes()).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield node.name, node, place
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _is_type(node):
                yield node.targets[0].id, node, place


def _is_type(node: ast.Assign) -> bool:
    """``Shown = str | Sensitive``: an alias is named like a class, and is one more meaning."""
    name = node.targets[0].id
    return name[0].isupper() and not name.isupper() and "TypeVar" not in ast.unparse(node.value)


def places_by_name(kinds: type[ast.stmt] | tuple[type[ast.stmt], ...]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, node, place in definitions():
        if isinstance(node, kinds):
            found[name].append(place)
    return found


def twice(found: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: places for name, places in found.items() if len(places) > 1}


def test_no_two_classes_have_one_name() -> None:
    assert twice(places_by_name((ast.ClassDef, ast.Assign))) == {}


def test_no_two_public_functions_have_one_name() -> None:
    public = {name: places for name, places in places_by_name(ast.FunctionDef).items() if not name.startswith("_")}
    assert {name: places for name, places in twice(public).items() if name not in OF_FAMILIES | DOORS} == {}


@pytest.mark.parametrize("word", ["tell", "told", "judged", "misshapen"])
def test_files_are_not_named_for_talk_or_by_participles(word: str) -> None:
    names = itertools.chain.from_iterable(path.stem.split("_") for path in PACKAGE.rglob("*.py"))
    assert word not in names
