"""Findings as SARIF 2.1.0, for code scanning: rules with their pages, stable fingerprints, related places.

Every text is made harmless as for a terminal: viewers show it as they please, and some refuse a null character.
"""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from magesaas_ops import __version__
from magesaas_ops.model.finding import Severity
from magesaas_ops.reports.findings.anchors import fingerprints, place_of
from magesaas_ops.reports.findings.json import coverage_json
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from magesaas_ops.model.finding import Finding, Related
    from magesaas_ops.model.report import Annotated, RuleSheet
    from magesaas_ops.model.source import Place
    from magesaas_ops.reports.findings.json import Json

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "magesaasSubjects/v1"
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_LEVELS = {Severity.REFUSE: "error", Severity.WARN: "warning"}


def render(report: Annotated) -> str:
    """One run; after a change, each finding is new or unchanged."""
    shown = report.annotations
    states = [{"baselineState": "new" if one else "unchanged"} for one in shown.introduced]
    index = {id_: number for number, id_ in enumerate(shown.pages)}
    driver: dict[str, Json] = {
        "name": "magesaas",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(sheet) for sheet in shown.pages.values()],
    }
    results: list[Json] = [
        {**_result(finding, place_of(finding, shown.former), index.get(finding.rule, -1), fingerprint), **state}
        for finding, fingerprint, state in zip(
            shown.findings, fingerprints(shown.findings), states or [{}] * len(shown.findings), strict=True
        )
    ]
    run: Json = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"magesaas/{shown.verb}/"},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"coverage": coverage_json(shown.coverage)},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: RuleSheet) -> Json:
    first_paragraph = rule.page.partition("\n\n")[2].partition("\n\n")[0]
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": " ".join(first_paragraph.split()) or rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["saas-environments"],
            "precision": "very-high",
            "problem.severity": _LEVELS[rule.severity],
            "looks_at": rule.looks_at,
            "waivable": rule.waivable,
        },
    }


def _result(finding: Finding, place: Place, rule_index: int, fingerprint: str) -> dict[str, Json]:
    result: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding.detail)},
        "locations": [_location(place, finding.subject)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [_related(number, one) for number, one in enumerate(finding.related, 1)]
    if finding.waived:
        result["suppressions"] = [
            {"kind": "inSource", "status": "accepted", "justification": "waived in the inventory"}
        ]
    return result


def _related(number: int, related: Related) -> Json:
    return {"id": number, **_location(related.place, related.subject), "message": {"text": _message(related.note)}}


def _location(place: Place | None, subject: str) -> dict[str, Json]:
    location: dict[str, Json] = {"logicalLocations": [{"fullyQualifiedName": for_terminal(subject)}]}
    if place:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": _uri(place.path)},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    return location


def _uri(path: str) -> str:
    quoted = quote(posixpath.normpath(path), safe="/", errors="surrogatepass")
    return f"file://{quoted}" if path.startswith("/") else quoted


def _message(text: str) -> str:
    """Plain text: what a reader of SARIF would take for a placeholder or an embedded link is escaped (§3.11)."""
    harmless = _PLACEHOLDER.sub(r"{{\1}}", for_terminal(text))
    if "](" in harmless:
        harmless = harmless.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return harmless
