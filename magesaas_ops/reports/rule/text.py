"""``rule`` for a terminal: the page of one rule as it is, or a table of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Severity
from magesaas_ops.reports.paint import Paint, paint_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.report import RuleSheet, RulesReport


def render(report: RulesReport, paint: Paint = paint_nothing) -> str:
    if len(report.rules) == 1:
        return report.rules[0].page
    return "\n".join(_table(report.rules, paint)) + "\n"


def _table(rules: tuple[RuleSheet, ...], paint: Paint) -> Iterator[str]:
    width = max(len(rule.id) for rule in rules)
    looks_at = ""
    for rule in rules:
        if rule.looks_at != looks_at:
            if looks_at:
                yield ""
            looks_at = rule.looks_at
            yield paint(f"Rules that look at {looks_at}", "bold")
        severity = paint(f"{rule.severity.value:<6}", "red" if rule.severity is Severity.REFUSE else "yellow")
        waivable = "" if rule.waivable else paint("  (cannot be waived)", "dim")
        yield f"  {severity}  {rule.id:<{width}}  {rule.summary}{waivable}"
