"""The one script that is sent."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import magesaas_ops.agent
from magesaas_ops.agent.protocol import agent_source

NEWER_THAN_7_3 = {
    "arrow function (7.4)": r"\bfn\s*\(",
    "null coalescing assignment (7.4)": r"\?\?=",
    "typed property (7.4)": r"\b(public|private|protected)\s+(static\s+)?\??[A-Za-z\\]+\s+\$",
    "spread in array (7.4)": r"\[\s*\.\.\.",
    "nullsafe (8.0)": r"\?->",
    "match (8.0)": r"\bmatch\s*\(",
    "attribute (8.0)": r"#\[",
    "union type (8.0)": r"\(\s*[a-z]+\|[a-z]+\s+\$",
    "str_contains and the like (8.0)": r"\bstr_(contains|starts_with|ends_with)\b",
    "trailing comma in parameters (8.0)": r"\bfunction[^(]*\([^()]*,\s*\)",
    "catch without variable (8.0)": r"catch\s*\([\\A-Za-z|]+\)",
    "throw expression (8.0)": r"(\?\?|\?:|=>)\s*throw\b",
}


def test_it_is_one_file_that_php_can_parse(tmp_path: Path) -> None:
    script = tmp_path / "agent.php"
    script.write_text("<?php\n" + agent_source())
    subprocess.run(["php", "-l", script], check=True, capture_output=True)


def test_it_holds_every_php_file_of_the_package() -> None:
    functions = re.compile(r"^\s*(?:abstract |final )?(?:class|function) \w+", re.MULTILINE)
    for part in Path(magesaas_ops.agent.__file__).parent.rglob("*.php"):
        for declaration in functions.findall(part.read_text()):
            assert declaration.strip() in agent_source(), part


def test_it_uses_no_syntax_newer_than_php_7_3() -> None:
    found = {name for name, pattern in NEWER_THAN_7_3.items() if re.search(pattern, agent_source())}
    assert found == set()


def test_it_is_sent_without_comments() -> None:
    comments = [line for line in agent_source().splitlines() if line.lstrip().startswith(("//", "/*", "*", "#"))]
    assert comments == []
