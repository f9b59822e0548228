"""Labels: what the registry calls things, and what the inventory wants them to be called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.registry_listing import LabelChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from magesaas_ops.model.inventory import Account
    from magesaas_ops.model.registry_record import RegistryRecord

PROJECTS, ENVIRONMENTS = "projects", "environments"


def label_changes(account: Account, records: Iterable[RegistryRecord]) -> tuple[LabelChange, ...]:
    """What ``registry rename`` would change: a declared label (``name``) of a known id that the registry has not."""
    return tuple(_label_changes(account, list(records)))


def _label_changes(account: Account, records: list[RegistryRecord]) -> Iterator[LabelChange]:
    projects = {one.project_id.lower(): one.project_name for one in records}
    environments = {one.saas_environment_id.lower(): one.saas_environment_name for one in records}
    for project in account.projects.values():
        declared_as = f"{account.name}/{project.name}"
        before = projects.get((project.id or "").lower())
        if project.id and project.label and before is not None and before != project.label:
            yield LabelChange(PROJECTS, project.id, declared_as, before, project.label)
        for one in project.saas_environments.values():
            before = environments.get((one.id or "").lower())
            if one.id and one.label and before is not None and before != one.label:
                yield LabelChange(ENVIRONMENTS, one.id, f"{declared_as}/{one.name}", before, one.label)


def ambiguous_labels(records: Iterable[RegistryRecord], changes: Iterable[LabelChange]) -> tuple[str, ...]:
    """Labels that two things of one kind in one place would share after the changes: nobody could tell them apart."""
    wanted = {(one.what, one.id.lower()): one.after for one in changes}
    owners: dict[tuple[str, str, str], set[str]] = {}
    for record in records:
        project_id, id_ = record.project_id.lower(), record.saas_environment_id.lower()
        project = wanted.get((PROJECTS, project_id), record.project_name)
        label = wanted.get((ENVIRONMENTS, id_), record.saas_environment_name)
        owners.setdefault((PROJECTS, "", project.casefold()), set()).add(project_id)
        owners.setdefault((ENVIRONMENTS, project_id, label.casefold()), set()).add(id_)
    changed = {(one.what, one.after.casefold()): one.after for one in changes}
    shared = {(what, label) for (what, _, label), ids in owners.items() if len(ids) > 1}
    return tuple(sorted(after for key, after in changed.items() if key in shared))
