"""Claims by address, and who else claims the same."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from magesaas_ops.laws.saas_environments import saas_environment_id
from magesaas_ops.model.claim import Claim
from magesaas_ops.model.claims_report import ClaimRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from magesaas_ops.model.inventory import Fleet, Installation
    from magesaas_ops.model.rival import ClaimKey

NOBODY: Mapping[str, Iterable[str]] = MappingProxyType({})


def claims_of_installation(installation: Installation) -> tuple[Claim, ...]:
    """The claims of one installation, in the order of its websites; a quarantined one has none."""
    if installation.saas_environment is None:
        return ()
    return tuple(Claim(installation.saas_environment, code, installation.name) for code in installation.websites)


def claims_of(fleet: Fleet) -> tuple[Claim, ...]:
    """Every claim that the fleet declares, in declaration order."""
    return tuple(
        claim for installation in fleet.installations.values() for claim in claims_of_installation(installation)
    )


def claims_by_address(fleet: Fleet) -> dict[tuple[str, str], list[Claim]]:
    """Every address (SaaS environment, lower-case website code) with the claims on it."""
    by_address: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims_of(fleet):
        by_address.setdefault(claim.address, []).append(claim)
    return by_address


def claimants(fleet: Fleet, websites: Mapping[str, Iterable[str]] = NOBODY) -> Mapping[ClaimKey, tuple[str, ...]]:
    """Which installations claim each website of each SaaS environment, by its id; one that has no id yet has no claims.

    ``websites`` are those that were seen on the hosts of installations: what is not declared of them is claimed too.
    """
    found: dict[ClaimKey, dict[str, None]] = {}
    for name, installation in fleet.installations.items():
        ref = installation.saas_environment
        id_ = saas_environment_id(fleet, ref) if ref else None
        if id_ is not None:
            for code in (*installation.websites, *websites.get(name, ())):
                found.setdefault((id_, code.lower()), {})[name] = None
    return {key: tuple(names) for key, names in found.items()}


def claim_rows(fleet: Fleet, installations: Iterable[Installation], code: str | None) -> tuple[ClaimRow, ...]:
    """The claims of these installations, or those of them on one website code; rivals are of the whole fleet."""
    by_address = claims_by_address(fleet)
    told = []
    for installation in installations:
        for index, claim in enumerate(claims_of_installation(installation)):
            if code is not None and claim.website.lower() != code.lower():
                continue
            saas_environment = fleet.saas_environment(claim.saas_environment)
            told.append(
                ClaimRow(
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
