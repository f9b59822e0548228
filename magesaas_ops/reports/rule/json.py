"""``rule`` as JSON: one rule with its page, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings.json import Json, document

if TYPE_CHECKING:
    from magesaas_ops.model.report import RuleSheet, RulesReport


def render(report: RulesReport) -> str:
    return document("rule", {"rules": [_rule(rule) for rule in report.rules]})


def _rule(rule: RuleSheet) -> Json:
    return {
        "id": rule.id,
        "severity": rule.severity.value,
        "summary": rule.summary,
        "looks_at": rule.looks_at,
        "waivable": rule.waivable,
        "page": rule.page,
    }
