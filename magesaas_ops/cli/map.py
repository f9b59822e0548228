"""``magesaas map``: the fleet as one HTML page."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.options import inventory_option, limit_option, limited, verbose_option
from magesaas_ops.cli.output import STANDARD_OUTPUT, Output, show
from magesaas_ops.cli.talk import show_judgement
from magesaas_ops.laws.fleet_mapping import fleet_map
from magesaas_ops.loading import read_inventory
from magesaas_ops.loading.revisions import revision_of
from magesaas_ops.model.fleet_map import MapReport
from magesaas_ops.reports.formats import FORMATS
from magesaas_ops.reports.paint import paint_nothing
from magesaas_ops.rules import judge_files, rule_by_id
from magesaas_ops.rules.rule import sheet_of
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from magesaas_ops.model.report import RuleSheet


@click.command
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(tuple(FORMATS["map"])),
    default="html",
    show_default=True,
    help="A page to look at, or the same for programs.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Where to write it, by default fleet.html, and JSON to standard output; - is standard output.",
)
@inventory_option
@limit_option
@verbose_option
def command(format_: str, output: Path | None, inventory: Path, limit: tuple[str, ...]) -> int:
    """Draw the fleet as one HTML page: who writes into which SaaS environment, with findings in place.

    The page needs no network and no other file. It is written even when a rule refuses something, because it shows
    what. No secrets, no host.

    Exit status: 0 nothing refused, 3 no inventory found, 5 refused by a rule.
    """
    fleet = read_inventory(inventory)
    today = datetime.date.today()
    judgement = judge_files(fleet, today)
    drawn = fleet_map(fleet, judgement.findings, judgement.coverage, shown=limited(fleet, limit), sheet_of=_sheet_by_id)
    report = MapReport(drawn, revision_of(inventory), today, limit)
    file = output or (Path("fleet.html") if format_ == "html" else STANDARD_OUTPUT)
    show("map", report, [Output(format_, file)], paint_nothing)
    if file != STANDARD_OUTPUT:
        click.echo(f"wrote {for_terminal(str(file))}", err=True)
    return show_judgement(fleet, judgement.findings, judgement.coverage)


def _sheet_by_id(rule_id: str) -> RuleSheet | None:
    rule = rule_by_id(rule_id)
    return sheet_of(rule) if rule else None
