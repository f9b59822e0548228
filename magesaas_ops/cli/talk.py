"""What verbs say on standard error, while what they are asked for goes to standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from magesaas_ops.errors import Refused
from magesaas_ops.model.report import FindingCounts
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.finding import Coverage, Finding
    from magesaas_ops.model.inventory import Fleet


def show_judgement(fleet: Fleet, findings: Sequence[Finding], coverage: Coverage) -> int:
    """Show what was looked at, what came of it and what could not be read; answers the exit status."""
    click.echo(f"{coverage}: {FindingCounts.of(findings)}", err=True)
    if fleet.unreadable:
        click.echo(f"unknown, because unreadable: {for_terminal(', '.join(sorted(fleet.unreadable)))}", err=True)
    if not any(finding.refuses for finding in findings):
        return 0
    click.echo("What is refused, and why: magesaas check", err=True)
    return Refused.exit_status


class Progress:
    """Counts installations as they come; one line that is written over on a terminal, a line each elsewhere."""

    def __init__(self, total: int, *, is_quiet: bool = False) -> None:
        self._total = total
        self._seen: set[str] = set()
        self._is_terminal = sys.stderr.isatty()
        self._is_quiet = is_quiet or (not self._is_terminal and total > 20)

    def show(self, installation: str, doing: str) -> None:
        """Say what is being done to an installation."""
        self._seen.add(installation)
        if self._is_quiet:
            return
        line = f"[{len(self._seen)}/{self._total}] {for_terminal(installation)}: {doing}"
        sys.stderr.write(f"\r\x1b[K{line}" if self._is_terminal else f"{line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self._is_terminal and not self._is_quiet:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
