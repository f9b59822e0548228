"""An account of the inventory beside what the registry has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.registry_ids import ids_by_name
from magesaas_ops.laws.registry_labels import label_changes
from magesaas_ops.model.inventory import SaasEnvironmentRef
from magesaas_ops.model.registry_listing import AccountListing, DeclaredSaasEnvironment, ListedSaasEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from magesaas_ops.model.inventory import Account, Fleet
    from magesaas_ops.model.registry_record import RegistryRecord


def account_listing(
    fleet: Fleet, account: Account, records: Sequence[RegistryRecord], *, new_project: str = "", declared_as: str = ""
) -> AccountListing:
    """Every SaaS environment that either knows; things are the same by id, and by name where no id is declared.

    ``new_project`` is the id of a project that was just made for the one that is ``declared_as``.
    """
    declarations = tuple(_declarations(fleet, account))
    found = ids_by_name(fleet, account, records, new_project={declared_as: new_project})
    ids = {one.path: one.id for one in found.ids}
    by_id = {_id_of(one, ids): one for one in declarations if _id_of(one, ids)}
    listed = tuple(
        ListedSaasEnvironment(record, by_id.get(record.saas_environment_id.lower()))
        for record in sorted(records, key=_reading_order)
    )
    known = {record.saas_environment_id.lower() for record in records}
    absent = tuple(one for one in declarations if _id_of(one, ids) not in known)
    renames = label_changes(account, records)
    return AccountListing(account.name, account.mage_id, "", listed, absent, found.ids, found.mismatches, renames)


def _id_of(declaration: DeclaredSaasEnvironment, found: dict[tuple[str, ...], str]) -> str:
    ref = declaration.ref
    path = ("accounts", ref.account, "projects", ref.project, "saas_environments", ref.name)
    return (declaration.saas_environment.id or found.get(path, "")).lower()


def _declarations(fleet: Fleet, account: Account) -> Iterator[DeclaredSaasEnvironment]:
    for project in account.projects.values():
        for name, saas_environment in project.saas_environments.items():
            ref = SaasEnvironmentRef(account.name, project.name, name)
            writers = tuple(one.name for one in fleet.installations.values() if one.saas_environment == ref)
            yield DeclaredSaasEnvironment(ref, saas_environment, project, writers, fleet.places.of(ref.subject))


def _reading_order(record: RegistryRecord) -> tuple[str, str, bool, str, str]:
    """Project by project, production first."""
    return (
        record.project_name,
        record.project_id,
        not record.is_production,
        record.saas_environment_name,
        record.saas_environment_id,
    )
