"""``claims`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings.json import Json, counts_json, coverage_json, document

if TYPE_CHECKING:
    from magesaas_ops.model.claims_report import ClaimsReport, ToldClaim


def render(report: ClaimsReport) -> str:
    return document(
        "claims",
        {
            "coverage": coverage_json(report.coverage),
            "claims": [_claim(told) for told in report.claims],
            "summary": counts_json(report.counts),
        },
    )


def _claim(told: ToldClaim) -> Json:
    return {
        "saas_environment": str(told.claim.saas_environment),
        "website": told.claim.website,
        "installation": told.claim.installation,
        "stage": told.stage.value,
        "type": told.type.value if told.type else None,
        "at": {"path": told.at.path, "line": told.at.line, "column": told.at.column} if told.at else None,
        "rivals": list(told.rivals),
    }
