"""What verbs that only show a fleet say of its findings, on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from magesaas_ops.errors import Refused
from magesaas_ops.model.report import FindingCounts
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.coverage import Coverage
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.inventory import Fleet


def say_judgement(fleet: Fleet, findings: Sequence[Finding], coverage: Coverage) -> int:
    """Say what was looked at, what came of it and what could not be read; answers the exit status."""
    click.echo(f"{coverage}: {FindingCounts.of(findings)}", err=True)
    if fleet.unreadable:
        click.echo(f"unknown, because unreadable: {for_terminal(', '.join(sorted(fleet.unreadable)))}", err=True)
    if not any(finding.refuses for finding in findings):
        return 0
    click.echo("What is refused, and why: magesaas check", err=True)
    return Refused.exit_status
