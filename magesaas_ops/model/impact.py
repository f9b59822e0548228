"""What a change of the inventory does to data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.model.inventory import SaasEnvironmentType

if TYPE_CHECKING:
    from magesaas_ops.model.change import Renamed
    from magesaas_ops.model.claim import Claim
    from magesaas_ops.model.inventory import SaasEnvironmentRef


@dataclass(frozen=True, slots=True)
class TargetIds:
    """The ids behind a reference to a SaaS environment: where data really goes. None where there is none yet."""

    project: str | None = None
    saas_environment: str | None = None


@dataclass(frozen=True, slots=True)
class MovedClaim:
    """A website of an installation that writes into another SaaS environment than before.

    The ids tell apart what the names may hide: a name can be kept while the id below it is another.
    """

    website: str
    installation: str
    source: SaasEnvironmentRef
    target: SaasEnvironmentRef
    source_ids: TargetIds = TargetIds()
    target_ids: TargetIds = TargetIds()


@dataclass(frozen=True, slots=True)
class ChangedWriters:
    """A website that stays in one SaaS environment and is handed over there from installations to others.

    Those of ``before`` that are renamed bear their new names; whoever writes it before and afterwards is in neither.
    """

    saas_environment: SaasEnvironmentRef
    website: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TouchedSaasEnvironment:
    """A SaaS environment whose writers or type change; a type is None when it is not declared there.

    It bears its name of afterwards if it has one. ``installations`` write it afterwards, ``installations_before`` did.
    """

    saas_environment: SaasEnvironmentRef
    id: str | None
    type_before: SaasEnvironmentType | None
    type: SaasEnvironmentType | None
    installations: tuple[str, ...]
    installations_before: tuple[str, ...]

    @property
    def is_production(self) -> bool:
        """Whether one of the two revisions says so: the change may be what is wrong."""
        return SaasEnvironmentType.PRODUCTION in {self.type_before, self.type}

    @property
    def told_type(self) -> str:
        """The type for a reader, and what it was when that was another."""
        was, now = (one.value if one else "" for one in (self.type_before, self.type))
        return f"{was}, to be {now}" if was and now and was != now else now or was or "not declared"


@dataclass(frozen=True, slots=True)
class Resync:
    """A full resync of the export feeds that an installation owes: these claims of it are new where they are."""

    installation: str
    saas_environment: SaasEnvironmentRef
    websites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """Claims gained, lost and moved, and what follows from them; every tuple is sorted."""

    claims_gained: tuple[Claim, ...] = ()
    claims_lost: tuple[Claim, ...] = ()
    claims_moved: tuple[MovedClaim, ...] = ()
    writers_changed: tuple[ChangedWriters, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    saas_environments_touched: tuple[TouchedSaasEnvironment, ...] = ()
    resyncs_owed: tuple[Resync, ...] = ()
