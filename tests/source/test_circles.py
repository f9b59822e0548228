"""No module imports another that imports it, however far round: also within one folder, also for types only."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "magesaas_ops"


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_by_module() -> Mapping[str, set[str]]:
    """What every module of the package imports of the package; the program's door, imported by nobody, included."""
    trees = {module_name(path): ast.parse(path.read_bytes()) for path in PACKAGE.rglob("*.py")}
    return {module: set(_imported(tree, trees)) - {module} for module, tree in trees.items()}


def _imported(tree: ast.AST, modules: Mapping[str, object]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            named = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in modules else node.module for name in named)


def circle_in(graph: Mapping[str, set[str]]) -> list[str]:
    """One circle, each imported by the next; empty when there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_imports_run_in_no_circle() -> None:
    assert circle_in(imports_by_module()) == []


@pytest.mark.parametrize(
    ("graph", "is_circle"),
    [({"a": {"b"}, "b": set()}, False), ({"a": {"b"}, "b": {"a"}}, True), ({"a": {"b"}, "b": {"c"}, "c": {"a"}}, True)],
)
def test_a_circle_is_found(graph: Mapping[str, set[str]], is_circle: bool) -> None:
    assert bool(circle_in(graph)) is is_circle
