"""Every row of the threat table names a test, and that test is there."""

from __future__ import annotations

import ast
import re

import pytest

from tests.docs.examples import DOCS

ROOT = DOCS.parent
THREATS = (DOCS / "safety-model.md").read_text(encoding="utf-8").partition("## Threats")[2].partition("\n## ")[0]
ROWS = [line for line in THREATS.splitlines() if line.startswith("| ") and not line.startswith(("| they try", "| ---"))]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:60])
def test_row_names_a_test_that_is_there(row: str) -> None:
    named = TEST.findall(row.split("|")[3])
    assert named, "nothing holds this"
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{path}::{name} is gone"


def test_the_table_has_rows_for_each_attacker() -> None:
    assert len(THREATS.split("\n### ")) == 4
    assert len(ROWS) > 20
