"""What people read: the pages, the rules' own pages, and every text in the code that names a command to run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from magesaas_ops.cli.verbs import VERBS, command_line

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Line:
    where: str
    text: str


def lines_of_pages() -> Iterator[Line]:
    for page in [
        *sorted(ROOT.glob("*.md")),
        *sorted((ROOT / "docs").rglob("*.md")),
        *sorted((ROOT / "changelog.d").glob("*.md")),
    ]:
        for number, text in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            yield Line(f"{page.relative_to(ROOT)}:{number}", text)


def lines_of_code() -> Iterator[Line]:
    """The texts in the code, docstrings included; what stands in braces of an f-string is a gap."""
    for path in [*sorted((ROOT / "magesaas_ops").rglob("*.py")), *sorted((ROOT / "deploys").glob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for text in node.value.splitlines():
                    yield Line(f"{path.relative_to(ROOT)}:{node.lineno}", text)


@cache
def flags_of(verb: str) -> frozenset[str]:
    """Every option of a verb, and those that all have."""
    command = command_line.get_command(click.Context(command_line), verb)
    assert command is not None
    commands = [command, *(command.commands.values() if isinstance(command, click.Group) else [])]
    spelt = {
        flag
        for one in [command_line, *commands]
        for parameter in one.params
        if isinstance(parameter, click.Option)
        for flag in (*parameter.opts, *parameter.secondary_opts)
    }
    return frozenset(spelt | {"--help", "-h"})


def all_flags() -> frozenset[str]:
    return frozenset().union(*map(flags_of, VERBS))
