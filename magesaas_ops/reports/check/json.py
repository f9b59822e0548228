"""``check`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings.json import counts_json, coverage_json, document, findings_json

if TYPE_CHECKING:
    from magesaas_ops.model.report import CheckReport


def render(report: CheckReport) -> str:
    return document(
        "check",
        {
            "coverage": coverage_json(report.coverage),
            "findings": findings_json(report.findings),
            "summary": counts_json(report.counts),
        },
    )
