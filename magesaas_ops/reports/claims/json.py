"""``claims`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings.json import Json, counts_json, coverage_json, document

if TYPE_CHECKING:
    from magesaas_ops.model.claims_report import ClaimRow, ClaimsReport


def render(report: ClaimsReport) -> str:
    return document(
        "claims",
        {
            "coverage": coverage_json(report.coverage),
            "claims": [_claim(row) for row in report.claims],
            "summary": counts_json(report.counts),
        },
    )


def _claim(row: ClaimRow) -> Json:
    return {
        "saas_environment": str(row.claim.saas_environment),
        "website": row.claim.website,
        "installation": row.claim.installation,
        "stage": row.stage.value,
        "type": row.type.value if row.type else None,
        "at": {"path": row.at.path, "line": row.at.line, "column": row.at.column} if row.at else None,
        "rivals": list(row.rivals),
    }
