"""The parts of JSON that every verb shares, envelope and findings. A change here is a change of the interface."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from magesaas_ops.model.finding import Coverage, Finding
    from magesaas_ops.model.report import FindingCounts
    from magesaas_ops.model.source import Place

FORMAT_VERSION = "1.0"

Json = str | bool | int | float | list["Json"] | dict[str, "Json"] | None


def document(verb: str, parts: dict[str, Json]) -> str:
    """One JSON document: the version of the format first, then the verb; ASCII, the same for the same input."""
    return json.dumps({"format_version": FORMAT_VERSION, "verb": verb, **parts}, indent=2) + "\n"


def findings_json(findings: Iterable[Finding]) -> list[Json]:
    """Findings in the order given."""
    return [_finding(finding) for finding in findings]


def coverage_json(coverage: Coverage) -> Json:
    return {"files": coverage.files, "installations": coverage.installations, "rules": coverage.rules}


def counts_json(counts: FindingCounts) -> Json:
    return {"refuse": counts.refuse, "warn": counts.warn, "waived": counts.waived}


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "summary": finding.summary,
        "detail": finding.detail,
        "subject": finding.subject,
        "at": place_json(finding.at) if finding.at else None,
        "related": [
            {"subject": related.subject, **place_json(related.place), "note": related.note}
            for related in finding.related
        ],
        "waived": finding.waived,
        **({"repaired": True} if finding.repaired else {}),
    }


def place_json(place: Place | None) -> dict[str, Json]:
    """Where something was written; every part is null where nobody knows."""
    if place is None:
        return {"path": None, "line": None, "column": None}
    return {"path": place.path, "line": place.line, "column": place.column}
