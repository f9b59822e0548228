"""The command line: a row of doors, each opened only when somebody knocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status. The only place where errors become messages."""
    from magesaas_ops.cli.boundary import run
    from magesaas_ops.cli.verbs import command_line

    return run(command_line, argv)
