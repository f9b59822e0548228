"""``diff`` as SARIF: what holds afterwards, each finding marked as new or unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports import sarif

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.diff_report import DiffReport
    from magesaas_ops.model.report import RuleSheet


def render(report: DiffReport, rules: Sequence[RuleSheet], version: str) -> str:
    findings = [one.finding for one in report.findings]
    return sarif.render(findings, rules, version, [one.introduced for one in report.findings])
