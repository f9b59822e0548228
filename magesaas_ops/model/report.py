"""What ``check`` and ``rule`` tell, before anybody decides how it looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from magesaas_ops.model.links import NO_LINKS, Links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from magesaas_ops.model.finding import Coverage, Finding, Severity
    from magesaas_ops.model.source import Place


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """How many findings refuse and warn, and how many are waived; each finding counts once."""

    refuse: int
    warn: int
    waived: int

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> FindingCounts:
        counts = {"refuse": 0, "warn": 0, "waived": 0}
        for finding in findings:
            counts["waived" if finding.waived else finding.severity.value] += 1
        return cls(**counts)

    def __str__(self) -> str:
        return f"{self.refuse} refused, {self.warn} warned, {self.waived} waived"


@dataclass(frozen=True, slots=True)
class Annotations:
    """Findings of a verb for a platform that shows each beside its line.

    ``introduced`` says of each whether a change brings it; empty when there is no change to look at. ``former`` says
    where subjects that are gone were written. ``pages`` are the rules that judged, by id. ``conclusion`` is one line
    for a log.
    """

    verb: str
    findings: tuple[Finding, ...]
    coverage: Coverage
    pages: Mapping[str, RuleSheet]
    conclusion: str
    introduced: tuple[bool, ...] = ()
    former: Mapping[str, Place] = field(default_factory=dict)


class Annotated(Protocol):
    """A report whose findings a platform can show."""

    @property
    def annotations(self) -> Annotations: ...


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the rules say of the inventory files, and how much they looked at.

    ``pages`` are the rules that judged, by id, for formats that carry them along.
    """

    findings: tuple[Finding, ...]
    coverage: Coverage
    pages: Mapping[str, RuleSheet] = field(default_factory=dict)
    links: Links = NO_LINKS

    @property
    def counts(self) -> FindingCounts:
        return FindingCounts.of(self.findings)

    @property
    def is_refused(self) -> bool:
        return any(finding.refuses for finding in self.findings)

    @property
    def annotations(self) -> Annotations:
        return Annotations("check", self.findings, self.coverage, self.pages, f"{self.coverage}: {self.counts}")


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """A rule for its readers; ``page`` is Markdown, ``looks_at`` says what it judges."""

    id: str
    severity: Severity
    summary: str
    looks_at: str
    waivable: bool
    page: str


@dataclass(frozen=True, slots=True)
class RulesReport:
    """Rules, one or all."""

    rules: tuple[RuleSheet, ...]
