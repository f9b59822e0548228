"""What ``claims`` tells: who writes what where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.model.claim import Claim, claims_by_address, claims_of_installation
from magesaas_ops.model.report import FindingCounts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from magesaas_ops.model.coverage import Coverage
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.inventory import Fleet, Installation, SaasEnvironmentType, Stage
    from magesaas_ops.model.source import Place


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """A claim with what a reader wants to know of it.

    ``type`` is None when the SaaS environment is not declared. ``rivals`` are the other installations of the whole
    fleet that claim the same; an installation that claims a code twice is its own rival.
    """

    claim: Claim
    stage: Stage
    type: SaasEnvironmentType | None
    at: Place | None
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimsReport:
    """Claims by SaaS environment and website code, so that those that collide stand together."""

    claims: tuple[ToldClaim, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage

    @property
    def counts(self) -> FindingCounts:
        return FindingCounts.of(self.findings)


def told_claims(fleet: Fleet, installations: Iterable[Installation], code: str | None) -> tuple[ToldClaim, ...]:
    """The claims of these installations, or those of them on one website code; rivals are of the whole fleet."""
    by_address = claims_by_address(fleet)
    told = []
    for installation in installations:
        for index, claim in enumerate(claims_of_installation(installation)):
            if code is not None and claim.website.lower() != code.lower():
                continue
            saas_environment = fleet.saas_environment(claim.saas_environment)
            told.append(
                ToldClaim(
                    claim,
                    installation.stage,
                    saas_environment.type if saas_environment else None,
                    fleet.places.of(f"{installation.subject}.websites[{index}]"),
                    rivals_of(claim, by_address[claim.address]),
                )
            )
    return tuple(sorted(told, key=lambda one: (*one.claim.address, one.claim.installation, one.claim.website)))


def rivals_of(claim: Claim, claims: Iterable[Claim]) -> tuple[str, ...]:
    """Who else claims the same, of all the claims on one address."""
    others = [other.installation for other in claims]
    others.remove(claim.installation)
    return tuple(dict.fromkeys(others))
