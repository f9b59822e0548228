"""Imports go downward only, siblings never import one another, and few modules know pyinfra: CONTRIBUTING's table."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "magesaas_ops"
CONTRIBUTING = PACKAGE.parent / "CONTRIBUTING.md"
LAYERS = (
    ("errors",),
    ("text", "programs"),
    ("model",),
    ("laws",),
    ("loading", "rules", "comparing", "planning", "secret_providers", "registry", "scrubbing"),
    ("agent", "importing", "writing"),
    ("transports",),
    ("facts",),
    ("connector",),
    ("converging",),
    ("operations",),
    ("deploys",),
    ("reports",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
KNOW_PYINFRA = {"transports", "facts", "connector", "converging", "operations", "deploys"}
HEAVY = ("pyinfra", "gevent", "httpx", "cryptography", "jwt", "jinja2", "jsonschema", "stamina")
MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if "sandbox" not in path.parts[:-1] or path.parent.name == "sandbox"
)


def layer_of(module: str) -> str:
    """``magesaas_ops.loading.schema`` → ``loading``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "magesaas_ops"


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it; errors may name the types of what they carry."""
    tree = ast.parse(path.read_bytes())
    if path.name == "errors.py":
        tree.body = [node for node in tree.body if not isinstance(node, ast.If)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names) if module == "magesaas_ops" else [module]


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_imports_only_what_lies_below_it(path: Path) -> None:
    own = layer_of(module_name(path))
    for imported in imports_of(path):
        other = layer_of(imported)
        if not imported.startswith("magesaas_ops") or other in (own, "__version__"):
            continue
        if own == "sandbox" or other == "sandbox":
            assert own == "cli", f"{own} imports {imported}: the sandbox stands alone"
        elif own == "reports":
            assert other in ("text", "model", "laws"), f"reports imports {imported}"
        elif own not in ("__init__", "__main__"):
            assert LEVEL[other] < LEVEL[own], f"{own} imports {imported}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_execution_layers_know_pyinfra(path: Path) -> None:
    own = layer_of(module_name(path))
    if own not in KNOW_PYINFRA:
        assert not [name for name in imports_of(path) if name.split(".")[0] == "pyinfra"]


def test_contributing_shows_the_layers_that_are_held() -> None:
    drawn = CONTRIBUTING.read_text(encoding="utf-8").split("```")[1]
    layers = tuple(tuple(layer.split(" · ")) for layer in " ".join(drawn.split()).split(" → "))
    assert layers == LAYERS


@pytest.mark.parametrize("arguments", [["check"], ["check", "-f", "json"], ["rule"], ["--help"]])
def test_looking_at_files_loads_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "inventories").mkdir()
    (tmp_path / "inventories" / "fleet.yaml").write_text("version: 1\n")
    program = (
        "import sys; from magesaas_ops.cli import main; status = main(sys.argv[1:]);"
        f"print(sorted(set(sys.modules) & {set(HEAVY)!r}), file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": str(PACKAGE.parent), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "[]\n"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_is_longer_than_a_screenful_or_six(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
