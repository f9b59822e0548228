"""Claims: which installation writes which website into which SaaS environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from magesaas_ops.model.inventory import SaasEnvironmentRef


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
