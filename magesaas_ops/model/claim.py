"""Claims: which installation writes which website into which SaaS environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from magesaas_ops.model.inventory import Fleet, Installation, SaasEnvironmentRef


@dataclass(frozen=True, slots=True)
class Claim:
    """One website of one installation writing into one SaaS environment."""

    saas_environment: SaasEnvironmentRef
    website: str
    installation: str

    @property
    def address(self) -> tuple[str, str]:
        """What no two installations may share; Magento compares website codes case-insensitively."""
        return str(self.saas_environment), self.website.lower()


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
