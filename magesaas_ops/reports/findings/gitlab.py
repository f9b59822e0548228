"""Findings as GitLab's code quality report."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Severity
from magesaas_ops.reports.findings.anchors import fingerprints, place_of
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.report import Annotated
    from magesaas_ops.model.source import Place
    from magesaas_ops.reports.findings.json import Json


def render(report: Annotated) -> str:
    """One list; a waived finding is shown as information. Of a change, what holds afterwards."""
    shown = report.annotations
    issues = [
        _issue(finding, fingerprint, place_of(finding, shown.former))
        for finding, fingerprint in zip(shown.findings, fingerprints(shown.findings), strict=True)
    ]
    return json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str, place: Place) -> Json:
    return {
        "description": for_terminal(f"{finding.summary}: {finding.detail}"),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _severity(finding),
        "location": {"path": for_terminal(posixpath.normpath(place.path)), "lines": {"begin": place.line}},
    }


def _severity(finding: Finding) -> str:
    if finding.waived:
        return "info"
    return "blocker" if finding.severity is Severity.REFUSE else "major"
