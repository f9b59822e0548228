"""``magesaas check``: judge the inventory files."""

from __future__ import annotations

import datetime
from importlib import import_module
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.options import color_option, format_option, inventory_option, verbose_option
from magesaas_ops.cli.rule_sheets import pages_for
from magesaas_ops.errors import Refused
from magesaas_ops.loading import read_inventory
from magesaas_ops.model.report import CheckReport
from magesaas_ops.rules import FILE_RULES, WAIVER_RULES, judge_files

if TYPE_CHECKING:
    from pathlib import Path

    from magesaas_ops.reports.paint import Paint
    from magesaas_ops.rules.rule import Rule

CHECK_RULES: tuple[Rule, ...] = (*FILE_RULES, *WAIVER_RULES)
FORMATS = ("text", "json", "markdown", "sarif", "github", "gitlab")


@click.command
@inventory_option
@format_option(*FORMATS)
@color_option
@verbose_option
def command(inventory: Path, format_: str, paint: Paint) -> int:
    """Judge the inventory files by every file rule. No network, no secrets, no host.

    Exit status: 0 nothing refused, 3 no inventory found, 5 refused by a rule. Warnings alone exit 0.
    """
    judgement = judge_files(read_inventory(inventory), datetime.date.today())
    report = CheckReport(judgement.findings, judgement.coverage, pages_for(format_, CHECK_RULES))
    click.echo(rendered(report, format_, paint), nl=False)
    return Refused.exit_status if report.is_refused else 0


def rendered(report: CheckReport, format_: str, paint: Paint) -> str:
    """The report in one of the formats, whose module is imported only now."""
    render = import_module(f"magesaas_ops.reports.check.{format_}").render
    text = render(report, paint) if format_ == "text" else render(report)
    return str(text)
