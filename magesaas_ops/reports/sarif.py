"""Findings as SARIF 2.1.0, for code scanning: rules with their pages, stable fingerprints, related places."""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from magesaas_ops.model.finding import Severity
from magesaas_ops.reports.escaping import for_terminal
from magesaas_ops.reports.fingerprints import fingerprints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.finding import Finding, Related
    from magesaas_ops.model.report import RuleSheet
    from magesaas_ops.model.source import Place
    from magesaas_ops.reports.findings_json import Json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0-rtm.5.json"
FINGERPRINT = "magesaasSubjects/v1"
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_LEVELS = {Severity.REFUSE: "error", Severity.WARN: "warning"}


def render(
    findings: Sequence[Finding], rules: Sequence[RuleSheet], version: str, introduced: Sequence[bool] = ()
) -> str:
    """One run; ``introduced`` says of each finding whether a change brings it, and is left out without a change."""
    states = [{"baselineState": "new" if one else "unchanged"} for one in introduced] or [{}] * len(findings)
    index = {rule.id: number for number, rule in enumerate(rules)}
    driver: dict[str, Json] = {"name": "magesaas", "version": version, "rules": [_rule(rule) for rule in rules]}
    results: list[Json] = [
        {**_result(finding, index.get(finding.rule, -1), fingerprint), **state}
        for finding, fingerprint, state in zip(findings, fingerprints(findings), states, strict=True)
    ]
    run: Json = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: RuleSheet) -> Json:
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary}; judged by looking at {rule.looks_at}"},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["saas-environments"], "waivable": rule.waivable},
    }


def _result(finding: Finding, rule_index: int, fingerprint: str) -> dict[str, Json]:
    result: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding.detail)},
        "locations": [_location(finding.at, finding.subject)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [_related(number, one) for number, one in enumerate(finding.related, 1)]
    if finding.waived:
        result["suppressions"] = [{"kind": "inSource", "justification": "waived in the inventory"}]
    return result


def _related(number: int, related: Related) -> Json:
    return {"id": number, **_location(related.place, related.subject), "message": {"text": _message(related.note)}}


def _location(place: Place | None, subject: str) -> dict[str, Json]:
    """A finding about nothing that is written anywhere is told at the top of where inventories are."""
    region: Json = {"startLine": place.line, "startColumn": place.column} if place else {"startLine": 1}
    return {
        "physicalLocation": {"artifactLocation": {"uri": _uri(place.path if place else ".")}, "region": region},
        "logicalLocations": [{"fullyQualifiedName": for_terminal(subject)}],
    }


def _uri(path: str) -> str:
    quoted = quote(posixpath.normpath(path), safe="/", errors="surrogatepass")
    return f"file://{quoted}" if path.startswith("/") else quoted


def _message(text: str) -> str:
    """Plain text: what a reader of SARIF would take for a placeholder or an embedded link is escaped (§3.11)."""
    harmless = _PLACEHOLDER.sub(r"{{\1}}", for_terminal(text))
    if "](" in harmless:
        harmless = harmless.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return harmless
