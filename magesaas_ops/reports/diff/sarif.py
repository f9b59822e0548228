"""``diff`` as SARIF: what holds afterwards, each finding marked as new or unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings import sarif
from magesaas_ops.reports.findings.positions import with_former_places

if TYPE_CHECKING:
    from magesaas_ops.model.diff_report import DiffReport


def render(report: DiffReport) -> str:
    """Findings that are resolved are left out: a viewer that knows no baseline would show them as if they held."""
    findings = with_former_places((one.finding for one in report.findings), report.changes)
    introduced = [one.introduced for one in report.findings]
    return sarif.render("diff", findings, report.coverage, report.pages, introduced)
