"""``magesaas rule``: why a rule refuses or warns."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.options import color_option, verbose_option
from magesaas_ops.cli.output import format_option, show
from magesaas_ops.errors import UsageError
from magesaas_ops.model.report import RulesReport
from magesaas_ops.rules import ALL_RULES, rule_by_id
from magesaas_ops.rules.rule import sheet_of

if TYPE_CHECKING:
    from magesaas_ops.cli.output import Output
    from magesaas_ops.reports.paint import Paint
    from magesaas_ops.rules.rule import Rule


@click.command
@click.argument("rule_id", required=False, metavar="[ID]")
@format_option("rule")
@color_option
@verbose_option
def command(rule_id: str | None, outputs: tuple[Output, ...], paint: Paint) -> None:
    """Show the page of a rule: why it refuses, an example, what to do instead. Without ID, list all rules."""
    report = RulesReport(tuple(sheet_of(rule) for rule in ([_named(rule_id)] if rule_id else ALL_RULES)))
    show("rule", report, outputs, paint)


def _named(rule_id: str) -> Rule:
    rule = rule_by_id(rule_id)
    if rule is None:
        close = get_close_matches(rule_id, [known.id for known in ALL_RULES], n=3)
        hint = f"Did you mean {' or '.join(close)}?" if close else "All rules: magesaas rule"
        raise UsageError(f"no rule is called {rule_id}", hint=hint)
    return rule
