"""The shape of a rule: an id, a severity, a fixed summary, a judge and, in its file's docstring, a page."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.model.report import RuleSheet

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Mapping

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.inventory import Fleet
    from magesaas_ops.model.source import Place
    from magesaas_ops.model.waiver import Waiver
    from magesaas_ops.model.world import World


@dataclass(frozen=True, slots=True)
class _RuleHead:
    """What every rule has; ``summary`` is fixed text without user data."""

    id: str
    severity: Severity
    summary: str

    def finding(
        self,
        subject: str,
        detail: str,
        *,
        at: Place | None = None,
        related: Iterable[Related] = (),
        repaired: bool = False,
    ) -> Finding:
        """Build a finding of this rule; the engine fills in places that are left out."""
        return Finding(self.id, self.severity, self.summary, detail, subject, at, tuple(related), repaired=repaired)


@dataclass(frozen=True, slots=True)
class FileRule(_RuleHead):
    """Judges the inventory files."""

    judge: Callable[[Fleet], Iterable[Finding]]
    waivable: bool = True


@dataclass(frozen=True, slots=True)
class TransitionRule(_RuleHead):
    """Judges a change of a fleet: before and after, and who is who."""

    judge: Callable[[Transition], Iterable[Finding]]
    waivable: bool = True


@dataclass(frozen=True, slots=True)
class WorldRule(_RuleHead):
    """Judges one installation by what its hosts and the registry say."""

    judge: Callable[[World], Iterable[Finding]]
    waivable: bool = True


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """One waiver in one run: the rule that it names, if there is one, and whether it covered a finding."""

    waiver: Waiver
    rule: Rule | None
    is_used: bool
    today: datetime.date


@dataclass(frozen=True, slots=True)
class WaiverRule(_RuleHead):
    """Judges the waivers of the files, after every other rule has been judged; never waived itself."""

    judge: Callable[[WaiverUse], Iterable[Finding]]
    waivable: bool = False


Rule = FileRule | WaiverRule | TransitionRule | WorldRule


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: ``a, b and c``."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def page_of(rule: Rule) -> str:
    """The rule's page (Markdown): the docstring of the file that its judge stands in."""
    return (sys.modules[rule.judge.__module__].__doc__ or "").strip() + "\n"


_LOOKS_AT = {
    FileRule: "the inventory files",
    WaiverRule: "the waivers in them",
    TransitionRule: "a change of the inventory",
    WorldRule: "hosts and the registry",
}


def sheet_of(rule: Rule) -> RuleSheet:
    """The rule as its readers see it."""
    return RuleSheet(rule.id, rule.severity, rule.summary, _LOOKS_AT[type(rule)], rule.waivable, page_of(rule))


def sheets_by_id(rules: Iterable[Rule]) -> Mapping[str, RuleSheet]:
    """The rules as their readers see them, by id."""
    return {rule.id: sheet_of(rule) for rule in rules}
