"""Which ids the registry has for what the inventory declares by name only."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from magesaas_ops.model.registry_listing import FoundId, Mismatch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from magesaas_ops.model.inventory import Account, Fleet, SaasEnvironment, SaasProject
    from magesaas_ops.model.registry_record import RegistryRecord


@dataclass(frozen=True, slots=True)
class IdsByName:
    """The ids that were found, and why others were not."""

    ids: tuple[FoundId, ...]
    mismatches: tuple[Mismatch, ...]


def comparable_name(name: str) -> str:
    """A name as it is compared: ``Testing 1``, ``testing-1`` and ``TESTING_1`` are one."""
    return "".join(character for character in name.casefold() if character.isalnum())


def ids_by_name(
    fleet: Fleet,
    account: Account,
    records: Sequence[RegistryRecord],
    *,
    new_project: Mapping[str, str] = MappingProxyType({}),
) -> IdsByName:
    """Find declared projects and SaaS environments without an id by their label: ``name``, else their own name.

    ``new_project`` is the id of a project that was just made, by the name that declares it: nothing writes there yet,
    so SaaS environments of one type are alike, and what no name finds is taken in order.
    """
    finder = _Finder(fleet, account, tuple(records), new_project)
    for project in account.projects.values():
        finder.look_for(project)
    return IdsByName(tuple(finder.ids), tuple(finder.mismatches))


class _Finder:
    def __init__(
        self, fleet: Fleet, account: Account, records: tuple[RegistryRecord, ...], new_project: Mapping[str, str]
    ) -> None:
        self.ids: list[FoundId] = []
        self.mismatches: list[Mismatch] = []
        self._fleet = fleet
        self._account = account
        self._records = records
        self._new_project = new_project
        self._taken = {
            id_.lower()
            for one in fleet.accounts.values()
            for project in one.projects.values()
            for id_ in (project.id, *(each.id for each in project.saas_environments.values()))
            if id_
        }

    def look_for(self, project: SaasProject) -> None:
        missing = [one for one in project.saas_environments.values() if one.id is None]
        if project.id is not None and not missing:
            return
        path = ("accounts", self._account.name, "projects", project.name)
        id_ = project.id or self._project_id(project, path)
        rows = [one for one in self._records if id_ and one.project_id.lower() == id_.lower()]
        if not rows:
            return
        if project.id is None:
            self.ids.append(FoundId(path, rows[0].project_id))
        rest = [one for one in missing if not self._take_by_name(one, rows, (*path, "saas_environments", one.name))]
        for one in rest:
            self._take_in_order(one, rows, (*path, "saas_environments", one.name))

    def _project_id(self, project: SaasProject, path: tuple[str, ...]) -> str:
        free = {one.project_id: one.project_name for one in self._records if one.project_id.lower() not in self._taken}
        made = self._new_project.get(project.name)
        found = [made] if made else _named(free, project.label, project.name)
        if len(found) > 1:
            self._say(path, f"the registry has {len(found)} projects of this name: {', '.join(found)}")
        return found[0] if len(found) == 1 else ""

    def _take_by_name(self, wanted: SaasEnvironment, rows: Sequence[RegistryRecord], path: tuple[str, ...]) -> bool:
        labels = {one.saas_environment_id: one.saas_environment_name for one in self._free(rows)}
        found = _named(labels, wanted.label, wanted.name)
        if len(found) > 1:
            self._say(path, f"the registry has {len(found)} SaaS environments of this name: {', '.join(found)}")
        if len(found) != 1:
            return len(found) > 1
        record = next(one for one in rows if one.saas_environment_id == found[0])
        if record.type is not wanted.type:
            told = (
                f"the registry's {record.saas_environment_name} ({record.saas_environment_id}) is {record.type.value}"
            )
            self._say(path, f"{told}, and it is declared {wanted.type.value}", refuses=True)
        else:
            self._take(path, record)
        return True

    def _take_in_order(self, wanted: SaasEnvironment, rows: Sequence[RegistryRecord], path: tuple[str, ...]) -> None:
        alike = [one for one in self._free(rows) if one.type is wanted.type]
        if alike and rows[0].project_id in self._new_project.values():
            self._take(path, alike[0])
        else:
            called = ", ".join(sorted(f"{one.saas_environment_name} ({one.saas_environment_id})" for one in alike))
            self._say(
                path,
                f"the registry has no {wanted.type.value} SaaS environment of this name in the project"
                + (f"; not declared yet: {called}" if called else ""),
            )

    def _free(self, rows: Sequence[RegistryRecord]) -> list[RegistryRecord]:
        return [one for one in rows if one.saas_environment_id.lower() not in self._taken]

    def _take(self, path: tuple[str, ...], record: RegistryRecord) -> None:
        self._taken.add(record.saas_environment_id.lower())
        self.ids.append(FoundId(path, record.saas_environment_id))

    def _say(self, path: tuple[str, ...], reason: str, *, refuses: bool = False) -> None:
        declared_as = "/".join(path[1::2])
        self.mismatches.append(Mismatch(declared_as, self._fleet.places.of(".".join(path)), reason, refuses))


def _named(labels: dict[str, str], label: str | None, name: str) -> list[str]:
    """The ids with this label exactly, else with one that reads alike; a declared label counts, not the name."""
    wanted = label or name
    exact = [id_ for id_, one in labels.items() if one == wanted]
    return exact or [id_ for id_, one in labels.items() if comparable_name(one) == comparable_name(wanted)]
