"""What a change of the inventory means, complete: what `magesaas diff` renders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Severity
from magesaas_ops.model.links import NO_LINKS, Links
from magesaas_ops.model.report import Annotations, FindingCounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.change import Change
    from magesaas_ops.model.concerned import Concerned
    from magesaas_ops.model.finding import Coverage, Finding
    from magesaas_ops.model.impact import Impact
    from magesaas_ops.model.report import RuleSheet
    from magesaas_ops.model.waiver import Waiver

WORK_TREE = "work tree"

DANGEROUS = (
    frozenset(
        {
            "production-saas-environment-on-non-production",
            "non-production-beside-production",
            "saas-environment-type-changed",
            "unreadable-base",
            "inventory-gone",
        }
    ),
    frozenset({"website-code-collision", "host-root-declared-twice"}),
    frozenset(
        {
            "production-saas-environment-switched",
            "production-installation-removed",
            "production-hosts-replaced",
            "stage-raised-to-production",
            "website-removed-from-production",
        }
    ),
)
"""The rules whose findings can hurt production data, by what happens to it; told before everything else."""


def danger_of(rule: str) -> int:
    """Which of the three ways to hurt production it tells of, from 0; as many as there are ways when none."""
    return next((rank for rank, rules in enumerate(DANGEROUS) if rule in rules), len(DANGEROUS))


@dataclass(frozen=True, slots=True)
class Revision:
    """One side of a diff: the name it was asked by, its commit (None for the work tree), and what was found there."""

    name: str
    commit: str | None = None
    files: int = 0

    @property
    def short(self) -> str:
        """The name for a reader, with the commit behind it."""
        if self.commit is None or self.commit.startswith(self.name):
            return self.name[:12] if self.commit else self.name
        return f"{self.name} ({self.commit[:12]})"


@dataclass(frozen=True, slots=True)
class DiffFinding:
    """A finding that holds afterwards, or on the transition; ``introduced`` when it did not hold before.

    ``waivers`` are those that accept it.
    """

    finding: Finding
    introduced: bool
    waivers: tuple[Waiver, ...] = ()

    @property
    def danger(self) -> int:
        return danger_of(self.finding.rule)

    @property
    def is_dangerous(self) -> bool:
        return self.danger < len(DANGEROUS)

    @property
    def is_waived_danger(self) -> bool:
        """Whether it could hurt production and somebody answers for it: readers are told who, and why."""
        return self.is_dangerous and self.finding.waived

    @property
    def order(self) -> tuple[object, ...]:
        finding = self.finding
        return (
            not self.introduced,
            finding.waived,
            self.danger,
            finding.severity is not Severity.REFUSE,
            finding.rule,
            finding.subject,
            finding.detail,
        )


@dataclass(frozen=True, slots=True)
class DiffReport:
    """Everything that is told; ``findings`` in the order in which a reader should see them.

    ``unknown`` are the accounts and installations that cannot be read on one side: what happens to them is not known.
    ``pages`` are the rules that judged, by id, for formats that carry them along. ``concerned`` are the installations
    that impact and findings speak of, by name. ``quiet`` asks for silence when there is nothing to say.
    """

    base: Revision
    head: Revision
    changes: tuple[Change, ...]
    impact: Impact
    findings: tuple[DiffFinding, ...]
    resolved: tuple[Finding, ...]
    unknown: tuple[str, ...]
    coverage: Coverage
    pages: Mapping[str, RuleSheet] = field(default_factory=dict)
    concerned: Mapping[str, Concerned] = field(default_factory=dict)
    links: Links = NO_LINKS
    quiet: bool = False

    @property
    def counts(self) -> FindingCounts:
        return FindingCounts.of(one.finding for one in self.findings)

    @property
    def introduced(self) -> tuple[Finding, ...]:
        return tuple(told.finding for told in self.findings if told.introduced)

    @property
    def remaining(self) -> tuple[Finding, ...]:
        """What holds afterwards as it did before."""
        return tuple(told.finding for told in self.findings if not told.introduced)

    @property
    def refuses(self) -> bool:
        return any(told.finding.refuses for told in self.findings)

    @property
    def is_silent(self) -> bool:
        """Whether silence was asked for, and nothing changes, comes, goes, refuses or is unknown."""
        says = self.changes or self.introduced or self.resolved or self.unknown or self.refuses
        return self.quiet and not says

    @property
    def annotations(self) -> Annotations:
        """What holds afterwards; what is resolved is left out, a platform that knows no baseline would show it."""
        return Annotations(
            verb="diff",
            findings=tuple(one.finding for one in self.findings),
            coverage=self.coverage,
            pages=self.pages,
            conclusion=f"{self.coverage}: {self.counts}, "
            f"{len(self.introduced)} introduced, {len(self.resolved)} resolved",
            introduced=tuple(one.introduced for one in self.findings),
            former={
                site.subject: site.before.at
                for change in self.changes
                for site in change.sites
                if site.before and site.before.at
            },
        )
