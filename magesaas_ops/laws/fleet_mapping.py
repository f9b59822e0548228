"""Putting a fleet and its findings on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.claims import claims_by_address, claims_of_installation, rivals_of
from magesaas_ops.laws.finding_places import FindingPlaces
from magesaas_ops.model.fleet_map import (
    FleetMap,
    MappedAccount,
    MappedInstallation,
    MappedProject,
    MappedSaasEnvironment,
    MappedWebsite,
    Notes,
)
from magesaas_ops.model.inventory import SaasEnvironmentRef

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from magesaas_ops.model.claim import Claim
    from magesaas_ops.model.finding import Coverage, Finding
    from magesaas_ops.model.inventory import Account, Fleet, Installation, SaasEnvironment, SaasProject
    from magesaas_ops.model.report import RuleSheet


def fleet_map(
    fleet: Fleet,
    findings: Sequence[Finding],
    coverage: Coverage,
    *,
    shown: Sequence[Installation],
    sheet_of: Callable[[str], RuleSheet | None],
) -> FleetMap:
    """Put the installations ``shown`` and all findings in their places.

    When not all installations are shown, neither are SaaS environments that none of them writes.
    """
    return _Mapper(fleet, findings, shown).map(coverage, sheet_of)


class _Mapper:
    def __init__(self, fleet: Fleet, findings: Sequence[Finding], shown: Sequence[Installation]) -> None:
        self.fleet = fleet
        self.findings = tuple(findings)
        self.shown = tuple(shown)
        self.is_whole = len(self.shown) == len(fleet.installations)
        self.rivals = {address: claims for address, claims in claims_by_address(fleet).items() if len(claims) > 1}
        self.writers: dict[SaasEnvironmentRef, list[Installation]] = {}
        self.astray: list[Installation] = []
        for one in self.shown:
            if one.saas_environment is None:
                continue
            if fleet.saas_environment(one.saas_environment) is None:
                self.astray.append(one)
            else:
                self.writers.setdefault(one.saas_environment, []).append(one)
        self.places = FindingPlaces(self.findings, fleet.waivers, self._spots(), self._targets())

    def map(self, coverage: Coverage, sheet_of: Callable[[str], RuleSheet | None]) -> FleetMap:
        ids = dict.fromkeys(finding.rule for finding in self.findings)
        return FleetMap(
            accounts=tuple(sorted(filter(None, map(self._account, self.fleet.accounts.values())), key=_worst_first)),
            quarantined=self._installations(one for one in self.shown if one.is_quarantined),
            astray=self._installations(self.astray),
            unreadable=tuple(sorted(self.fleet.unreadable)),
            general=self.places.general,
            rules=tuple(sheet for sheet in map(sheet_of, ids) if sheet),
            findings=self.findings,
            coverage=coverage,
            shown=self.shown,
        )

    def _account(self, account: Account) -> MappedAccount | None:
        projects = tuple(filter(None, (self._project(account, project) for project in account.projects.values())))
        if not projects and not self.is_whole:
            return None
        return MappedAccount(account, projects, self._notes(_subject(account)))

    def _project(self, account: Account, project: SaasProject) -> MappedProject | None:
        drawn = self._drawn(account, project)
        if not drawn and not self.is_whole:
            return None
        mapped = (
            MappedSaasEnvironment(ref, one, self._installations(self.writers.get(ref, ())), self._notes(ref.subject))
            for ref, one in drawn.items()
        )
        in_order = tuple(sorted(mapped, key=_worst_and_production_first))
        return MappedProject(project, in_order, self._notes(_subject(account, project)))

    def _drawn(self, account: Account, project: SaasProject) -> dict[SaasEnvironmentRef, SaasEnvironment]:
        """The SaaS environments of a project that are on the map."""
        refs = (
            (SaasEnvironmentRef(account.name, project.name, one.name), one)
            for one in project.saas_environments.values()
        )
        return {ref: one for ref, one in refs if self.is_whole or ref in self.writers}

    def _installations(self, installations: Iterable[Installation]) -> tuple[MappedInstallation, ...]:
        return tuple(
            MappedInstallation(
                one,
                self._websites(one),
                self.fleet.places.of(one.subject),
                self._notes(one.subject),
            )
            for one in sorted(installations, key=_name)
        )

    def _websites(self, installation: Installation) -> tuple[MappedWebsite, ...]:
        claims = claims_of_installation(installation)
        if not claims:
            return tuple(MappedWebsite(code) for code in installation.websites)
        return tuple(MappedWebsite(claim.website, self._rivals(claim)) for claim in claims)

    def _rivals(self, claim: Claim) -> tuple[str, ...]:
        claims = self.rivals.get(claim.address)
        return rivals_of(claim, claims) if claims else ()

    def _notes(self, spot: str) -> Notes:
        return Notes(self.places.at(spot), self.places.elsewhere(spot))

    def _spots(self) -> Collection[str]:
        """The subject of everything that has a place on the map."""
        spots = {one.subject for one in self.shown}
        for account in self.fleet.accounts.values():
            if self.is_whole:
                spots.add(_subject(account))
            for project in account.projects.values():
                drawn = self._drawn(account, project)
                if drawn or self.is_whole:
                    spots |= {_subject(account), _subject(account, project), *(ref.subject for ref in drawn)}
        return spots

    def _targets(self) -> dict[str, str]:
        """For every installation that writes a SaaS environment on the map, the subject of that."""
        return {one.subject: ref.subject for ref, writers in self.writers.items() for one in writers}


def _subject(account: Account, project: SaasProject | None = None) -> str:
    return f"accounts.{account.name}" + (f".projects.{project.name}" if project else "")


def _name(one: Account | Installation) -> str:
    return one.name


def _worst_first(mapped: MappedAccount) -> tuple[object, ...]:
    return (*mapped.weight, mapped.account.name) if mapped.is_troubled else (True, True, 0, mapped.account.name)


def _worst_and_production_first(mapped: MappedSaasEnvironment) -> tuple[object, ...]:
    weight = min(one.weight for one in (mapped.notes, *(each.notes for each in mapped.installations)))
    return not mapped.installations, weight[0], not mapped.saas_environment.is_production, weight
