"""The fleet as a picture shows it: accounts, projects, SaaS environments, who writes them, and findings in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.model.diff_report import danger_of
from magesaas_ops.model.finding import Severity
from magesaas_ops.model.report import FindingCounts

if TYPE_CHECKING:
    import datetime

    from magesaas_ops.model.finding import Coverage, Finding
    from magesaas_ops.model.inventory import (
        Account,
        Installation,
        SaasEnvironment,
        SaasEnvironmentRef,
        SaasProject,
        Stage,
    )
    from magesaas_ops.model.report import RuleSheet
    from magesaas_ops.model.source import Place
    from magesaas_ops.model.waiver import Waiver

_MOST_UNFOLDED = 60


@dataclass(frozen=True, slots=True)
class NumberedFinding:
    """A finding by which others can point to it, with the waivers that accept it."""

    number: int
    finding: Finding
    waivers: tuple[Waiver, ...] = ()

    @property
    def weight(self) -> tuple[bool, bool, int]:
        """The smaller, the worse: what is waived last, refusals before warnings, what can hurt production first."""
        return self.finding.waived, self.finding.severity is not Severity.REFUSE, danger_of(self.finding.rule)


CALM = (True, True, danger_of(""))
"""The weight of no finding at all."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Findings at one spot of the map: those told in full here, and those told elsewhere that concern it too."""

    here: tuple[NumberedFinding, ...] = ()
    elsewhere: tuple[NumberedFinding, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.here or self.elsewhere)

    @property
    def weight(self) -> tuple[bool, bool, int]:
        """That of the worst."""
        return min((told.weight for told in (*self.here, *self.elsewhere)), default=CALM)

    @property
    def are_open(self) -> bool:
        """Whether any of them still asks for something: what is waived does not."""
        return any(not told.finding.waived for told in (*self.here, *self.elsewhere))


@dataclass(frozen=True, slots=True)
class MappedWebsite:
    """A website code; ``rivals`` are the other installations that claim it in the same SaaS environment."""

    code: str
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MappedInstallation:
    """An installation where it stands on the map."""

    installation: Installation
    websites: tuple[MappedWebsite, ...]
    at: Place | None
    notes: Notes


@dataclass(frozen=True, slots=True)
class MappedSaasEnvironment:
    """A SaaS environment with the installations that write it; none of them when nobody does."""

    ref: SaasEnvironmentRef
    saas_environment: SaasEnvironment
    installations: tuple[MappedInstallation, ...]
    notes: Notes


@dataclass(frozen=True, slots=True)
class MappedProject:
    """A project; the SaaS environments that somebody writes first, production before testing."""

    project: SaasProject
    saas_environments: tuple[MappedSaasEnvironment, ...]
    notes: Notes


@dataclass(frozen=True, slots=True)
class MappedAccount:
    """An account with the projects of which something is shown."""

    account: Account
    projects: tuple[MappedProject, ...]
    notes: Notes

    @property
    def members(self) -> tuple[MappedInstallation, ...]:
        return tuple(
            one for project in self.projects for mapped in project.saas_environments for one in mapped.installations
        )

    @property
    def installations(self) -> int:
        return len(self.members)

    @property
    def weight(self) -> tuple[bool, bool, int]:
        """That of the worst finding in it."""
        projects = [project.notes for project in self.projects]
        saas_environments = [one.notes for project in self.projects for one in project.saas_environments]
        notes = (self.notes, *projects, *saas_environments, *(one.notes for one in self.members))
        return min(one.weight for one in notes)

    @property
    def is_troubled(self) -> bool:
        """Whether anything in it asks for something."""
        return not self.weight[0]


@dataclass(frozen=True, slots=True)
class FleetMap:
    """Everything on the page.

    ``astray`` are installations whose SaaS environment is not declared or not readable: where they write is unknown.
    ``unreadable`` are names of which nothing but the name could be read. ``general`` are findings that belong to none
    of the spots shown. ``rules`` are those that found something.
    """

    accounts: tuple[MappedAccount, ...]
    quarantined: tuple[MappedInstallation, ...]
    astray: tuple[MappedInstallation, ...]
    unreadable: tuple[str, ...]
    general: tuple[NumberedFinding, ...]
    rules: tuple[RuleSheet, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage
    shown: tuple[Installation, ...]

    @property
    def counts(self) -> FindingCounts:
        return FindingCounts.of(self.findings)

    @property
    def troubles(self) -> tuple[NumberedFinding, ...]:
        """What is not waived, the worst first; numbered as where it is told in full."""
        numbered = (NumberedFinding(number, finding) for number, finding in enumerate(self.findings, 1))
        return tuple(sorted((one for one in numbered if not one.finding.waived), key=lambda one: one.weight))

    @property
    def folds(self) -> bool:
        """Whether the fleet is so large that accounts without trouble are shown small first."""
        return len(self.shown) > _MOST_UNFOLDED

    @property
    def saas_environments(self) -> tuple[MappedSaasEnvironment, ...]:
        return tuple(
            mapped for account in self.accounts for project in account.projects for mapped in project.saas_environments
        )

    @property
    def claims(self) -> int:
        return sum(len(one.websites) for one in self.shown if not one.is_quarantined)

    @property
    def stages(self) -> dict[Stage, int]:
        """How many of the installations shown are of each stage, in no order."""
        counts: dict[Stage, int] = {}
        for one in self.shown:
            counts[one.stage] = counts.get(one.stage, 0) + 1
        return counts


@dataclass(frozen=True, slots=True)
class MapReport:
    """A map and what it was drawn from: a revision (empty outside git), the day of judgement, and which limits."""

    map: FleetMap
    revision: str
    day: datetime.date
    limits: tuple[str, ...] = ()
