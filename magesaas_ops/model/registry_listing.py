"""What the registry has and what the inventory declares, side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.inventory import SaasEnvironment, SaasEnvironmentRef, SaasProject
    from magesaas_ops.model.registry_record import RegistryRecord
    from magesaas_ops.model.source import Place


@dataclass(frozen=True, slots=True)
class DeclaredSaasEnvironment:
    """A SaaS environment as the inventory declares it; ``writers`` are the installations that are to write there."""

    ref: SaasEnvironmentRef
    saas_environment: SaasEnvironment
    project: SaasProject
    writers: tuple[str, ...]
    at: Place | None


@dataclass(frozen=True, slots=True)
class ListedSaasEnvironment:
    """A SaaS environment of the registry, and its declaration; None where nobody declares it."""

    record: RegistryRecord
    declaration: DeclaredSaasEnvironment | None

    @property
    def is_of_another_type(self) -> bool:
        """Whether the inventory calls it something else than the registry, which wins."""
        return self.declaration is not None and self.declaration.saas_environment.type is not self.record.type


@dataclass(frozen=True, slots=True)
class LabelChange:
    """A label that is not the declared one; ``what`` is ``projects`` or ``environments``, as in the registry's path."""

    what: str
    id: str
    declared_as: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FoundId:
    """An id that the registry has for something that is declared by name; ``path`` are the keys that lead to it."""

    path: tuple[str, ...]
    id: str


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why the id of something that is declared by name cannot be filled in; a refusal where the type differs."""

    declared_as: str
    at: Place | None
    reason: str
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class AccountListing:
    """One account: what the registry has, what is declared and not there; ``problem`` where it could not be asked.

    ``found`` are the ids that the registry has for declared names, ``mismatches`` why others have none.
    """

    account: str
    mage_id: str | None = None
    problem: str = ""
    listed: tuple[ListedSaasEnvironment, ...] = ()
    absent: tuple[DeclaredSaasEnvironment, ...] = ()
    found: tuple[FoundId, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    renames: tuple[LabelChange, ...] = ()

    @property
    def of_another_type(self) -> tuple[ListedSaasEnvironment, ...]:
        return tuple(one for one in self.listed if one.is_of_another_type)

    @property
    def is_refused(self) -> bool:
        return bool(self.of_another_type) or any(one.refuses for one in self.mismatches)


@dataclass(frozen=True, slots=True)
class RegistryListing:
    """What ``registry list`` tells; ``written`` are the files that were edited, with how many ids."""

    accounts: tuple[AccountListing, ...]
    written: Mapping[str, int] = field(default_factory=dict)
