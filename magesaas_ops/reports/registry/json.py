"""``registry list`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings.json import Json, document, place_json

if TYPE_CHECKING:
    from magesaas_ops.model.registry_listing import (
        AccountListing,
        DeclaredSaasEnvironment,
        ListedSaasEnvironment,
        RegistryListing,
    )


def render(listing: RegistryListing) -> str:
    return document(
        "registry list",
        {
            "accounts": [_account(one) for one in listing.accounts],
            "written": [{"path": path, "ids": ids} for path, ids in listing.written.items()],
        },
    )


def _account(one: AccountListing) -> Json:
    return {
        "account": one.account,
        "mage_id": one.mage_id,
        "problem": one.problem or None,
        "saas_environments": [_listed(each) for each in one.listed],
        "not_in_registry": [_declared(each) for each in one.absent],
        "ids_found": [{"subject": ".".join(each.path), "id": each.id} for each in one.found],
        "not_found": [
            {"declared_as": each.declared_as, "at": place_json(each.at), "reason": each.reason, "refuses": each.refuses}
            for each in one.mismatches
        ],
        "labels": [
            {"declared_as": each.declared_as, "id": each.id, "before": each.before, "after": each.after}
            for each in one.renames
        ],
    }


def _listed(one: ListedSaasEnvironment) -> Json:
    record = one.record
    return {
        "project": {"id": record.project_id, "label": record.project_name},
        "id": record.saas_environment_id,
        "label": record.saas_environment_name,
        "type": record.type.value,
        "declared": _declared(one.declaration) if one.declaration else None,
    }


def _declared(one: DeclaredSaasEnvironment) -> Json:
    return {
        "saas_environment": str(one.ref),
        "id": one.saas_environment.id,
        "type": one.saas_environment.type.value,
        "installations": list(one.writers),
        "at": place_json(one.at),
    }
