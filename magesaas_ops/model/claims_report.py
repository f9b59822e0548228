"""What ``claims`` tells: who writes what where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.model.report import FindingCounts

if TYPE_CHECKING:
    from magesaas_ops.model.claim import Claim
    from magesaas_ops.model.finding import Coverage, Finding
    from magesaas_ops.model.inventory import SaasEnvironmentType, Stage
    from magesaas_ops.model.source import Place


@dataclass(frozen=True, slots=True)
class ClaimRow:
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

    claims: tuple[ClaimRow, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage

    @property
    def counts(self) -> FindingCounts:
        return FindingCounts.of(self.findings)
