"""``check`` as SARIF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings import sarif

if TYPE_CHECKING:
    from magesaas_ops.model.report import CheckReport


def render(report: CheckReport) -> str:
    return sarif.render("check", report.findings, report.coverage, report.pages)
