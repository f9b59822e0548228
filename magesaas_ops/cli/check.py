"""``magesaas check``: judge the inventory files."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.forge import links_of
from magesaas_ops.cli.options import color_option, inventory_option, verbose_option
from magesaas_ops.cli.output import format_option, show
from magesaas_ops.errors import Refused
from magesaas_ops.loading import read_inventory
from magesaas_ops.model.report import CheckReport
from magesaas_ops.rules import FILE_RULES, WAIVER_RULES, judge_files
from magesaas_ops.rules.rule import sheets_by_id

if TYPE_CHECKING:
    from pathlib import Path

    from magesaas_ops.cli.output import Output
    from magesaas_ops.reports.paint import Paint
    from magesaas_ops.rules.rule import Rule

CHECK_RULES: tuple[Rule, ...] = (*FILE_RULES, *WAIVER_RULES)


@click.command
@inventory_option
@format_option("check")
@color_option
@verbose_option
def command(inventory: Path, outputs: tuple[Output, ...], paint: Paint) -> int:
    """Judge the inventory files by every file rule. No network, no secrets, no host.

    Exit status: 0 nothing refused, 3 no inventory found, 5 refused by a rule. Warnings alone exit 0.
    """
    judgement = judge_files(read_inventory(inventory), datetime.date.today())
    report = CheckReport(judgement.findings, judgement.coverage, sheets_by_id(CHECK_RULES), links_of(os.environ))
    show("check", report, outputs, paint)
    return Refused.exit_status if report.is_refused else 0
