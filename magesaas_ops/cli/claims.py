"""``magesaas claims``: who writes what where."""

from __future__ import annotations

import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.options import (
    color_option,
    inventory_option,
    limit_option,
    limited,
    verbose_option,
)
from magesaas_ops.cli.output import format_option, show
from magesaas_ops.cli.talk import show_judgement
from magesaas_ops.laws.claims import claim_rows, claims_of
from magesaas_ops.loading import read_inventory
from magesaas_ops.model.claims_report import ClaimsReport
from magesaas_ops.rules import judge_files
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from magesaas_ops.cli.output import Output
    from magesaas_ops.model.inventory import Fleet
    from magesaas_ops.reports.paint import Paint


@click.command
@click.argument("code", required=False)
@inventory_option
@limit_option
@format_option("claims")
@color_option
@verbose_option
def command(
    code: str | None, inventory: Path, limit: tuple[str, ...], outputs: tuple[Output, ...], paint: Paint
) -> int:
    """Show which installation writes which website into which SaaS environment.

    CODE is a website code, in any case: only the claims on it. No network, no secrets, no host. What the rules say of
    the files is counted on standard error.

    Exit status: 0 nothing refused, 3 no inventory found, 5 refused by a rule.
    """
    fleet = read_inventory(inventory)
    judgement = judge_files(fleet, datetime.date.today())
    report = ClaimsReport(claim_rows(fleet, limited(fleet, limit), code), judgement.findings, judgement.coverage)
    show("claims", report, outputs, paint)
    if not report.claims:
        click.echo(_nobody(fleet, code, is_limited=bool(limit)), err=True)
    return show_judgement(fleet, judgement.findings, judgement.coverage)


def _nobody(fleet: Fleet, code: str | None, *, is_limited: bool) -> str:
    """Why there is no claim to show."""
    who = "none of these installations" if is_limited else "no installation"
    if code is None:
        return f"{who} claims anything"
    known = {claim.website.lower(): claim.website for claim in claims_of(fleet)}
    close = [known[alike] for alike in get_close_matches(code.lower(), known, n=3) if alike != code.lower()]
    suggestion = f"; did you mean {' or '.join(close)}?" if close else ""
    return for_terminal(f"{who} claims {code}{suggestion}")
