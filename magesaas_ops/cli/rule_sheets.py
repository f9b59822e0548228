"""Rules as their readers see them: for ``rule``, and for the formats that carry pages along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.report import RuleSheet
from magesaas_ops.rules.rule import FileRule, Rule, TransitionRule, WaiverRule, WorldRule, page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LOOKS_AT = {
    FileRule: "the inventory files",
    WaiverRule: "the waivers in them",
    TransitionRule: "a change of the inventory",
    WorldRule: "hosts and the registry",
}


def sheet_of(rule: Rule) -> RuleSheet:
    """A rule as its readers see it."""
    return RuleSheet(rule.id, rule.severity, rule.summary, _LOOKS_AT[type(rule)], rule.waivable, page_of(rule))


def pages_of(rules: Iterable[Rule]) -> Mapping[str, RuleSheet]:
    """The rules by id."""
    return {rule.id: sheet_of(rule) for rule in rules}
