"""Findings as GitLab's code quality report."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Severity
from magesaas_ops.reports.findings.fingerprints import fingerprints
from magesaas_ops.reports.findings.positions import position_of
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.reports.findings.json import Json


def render(findings: Sequence[Finding]) -> str:
    """One list; a waived finding is told as information."""
    told = zip(findings, fingerprints(findings), strict=True)
    return json.dumps([_issue(finding, fingerprint) for finding, fingerprint in told], indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str) -> Json:
    place = position_of(finding)
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
