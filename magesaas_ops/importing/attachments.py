"""The accounts, projects and SaaS environments that installations are attached to, grouped by their keys and ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from magesaas_ops.importing.proposals import slug, unused
from magesaas_ops.laws.saas_environments import comparable_id
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.draft import DraftAccount, DraftProject, DraftSaasEnvironment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.inventory import Fleet
    from magesaas_ops.model.registry_record import RegistryRecord
    from magesaas_ops.model.secret_ref import KeyMaterial

_DEFAULT_ACCOUNT = "account"
_UNKNOWN_PROJECT = "unknown-project"


@dataclass(slots=True)
class _Project:
    name: str
    id: str
    label: str | None
    is_declared: bool
    environments: dict[str, DraftSaasEnvironment] = field(default_factory=dict)
    declared: dict[str, str] = field(default_factory=dict)


class Attachments:
    """Takes one installation after the other; in the end, the accounts that have to be written.

    Observations are to be made under one nonce, so that one key answers alike everywhere.
    """

    def __init__(
        self,
        fleet: Fleet,
        account: str | None,
        keys: Mapping[str, KeyMaterial],
        records: Mapping[str, RegistryRecord],
    ) -> None:
        self._fleet = fleet
        self._wanted_name = account or _DEFAULT_ACCOUNT
        self._keys = keys
        self._records = {comparable_id(id_): record for id_, record in records.items()}
        self._names: dict[str, str] = {}
        self._projects: dict[str, dict[str, _Project]] = {}
        self._types: dict[str, tuple[str, bool]] = {}
        self._refs = {
            one.id.lower(): f"{each.name}/{project.name}/{one.name}"
            for each in fleet.accounts.values()
            for project in each.projects.values()
            for one in project.saas_environments.values()
            if one.id
        }

    def take(self, state: HostState) -> tuple[str, str | None, tuple[str, ...]]:
        """Its ``account/project/name`` or ``none``, the account of keys without ids, and what is to be said of it."""
        id_ = state.value(paths.ENVIRONMENT_ID).value
        project_id = state.value(paths.PROJECT_ID).value
        account, marks = self._account_of(state, project_id)
        if not id_:
            return "none", account, marks
        marks = (*marks, *_disagreements(state))
        if comparable_id(id_) in self._refs:
            return self._refs[comparable_id(id_)], None, marks
        account = account or self._new_account("")
        ref = self._new_environment(account, id_, project_id or "", state)
        return ref, None, marks

    def type_of(self, ref: str) -> tuple[str | None, bool]:
        """The type of what an installation is attached to, and whether the registry or the inventory says so."""
        if ref in self._types:
            return self._types[ref]
        account, _, rest = ref.partition("/")
        project, _, name = rest.partition("/")
        declared = self._fleet.accounts.get(account)
        found = declared.projects.get(project) if declared else None
        one = found.saas_environments.get(name) if found else None
        return (one.type.value, True) if one else (None, False)

    def accounts(self) -> tuple[DraftAccount, ...]:
        """What is to be written: new accounts, and new projects and SaaS environments of declared ones."""
        return tuple(
            DraftAccount(
                name,
                tuple(
                    DraftProject(one.name, one.id, one.label, tuple(one.environments.values()), one.is_declared)
                    for one in projects.values()
                    if one.environments
                ),
                name in self._fleet.accounts,
            )
            for name, projects in self._projects.items()
            if name not in self._fleet.accounts or any(one.environments for one in projects.values())
        )

    def _account_of(self, state: HostState, project_id: str | None) -> tuple[str | None, tuple[str, ...]]:
        """The account whose key pair is there; by the ids where no key is."""
        key = state.value(paths.PRODUCTION_API_KEY)
        proof = key.value or key.stored
        if proof is None or key.undecryptable:
            known = project_id and next(
                (
                    each.name
                    for each in self._fleet.accounts.values()
                    for project in each.projects.values()
                    if (project.id or "").lower() == comparable_id(project_id)
                ),
                next((name for name, ones in self._projects.items() if comparable_id(project_id) in ones), None),
            )
            is_attached = project_id or state.value(paths.ENVIRONMENT_ID).value or key.undecryptable
            told = "it has no keys that could be read: which account it is of is not known"
            return known or None, (told,) if is_attached and not known else ()
        for name, material in self._keys.items():
            if proof == material.api_key.hmac_under(state.nonce):
                return name, ()
        return self._new_account(proof), ()

    def _new_account(self, proof: str) -> str:
        if proof not in self._names:
            taken = {*self._fleet.accounts, *self._names.values()}
            unresolved = self._wanted_name in self._fleet.accounts and self._wanted_name not in self._keys
            self._names[proof] = self._wanted_name if unresolved else unused(self._wanted_name, taken)
            self._projects.setdefault(self._names[proof], {})
        return self._names[proof]

    def _new_environment(self, account: str, id_: str, project_id: str, state: HostState) -> str:
        record = self._records.get(comparable_id(id_))
        project = self._project(account, record.project_id if record else project_id, record, state)
        label = record.saas_environment_name if record else state.value(paths.ENVIRONMENT_NAME).value
        said = (state.value(paths.ENVIRONMENT_TYPE).value or "").lower()
        type_, mark = (record.type.value, "") if record else _type_of_itself(said)
        name = unused(slug(label or type_) or type_, {*project.environments, *project.declared})
        ref = f"{account}/{project.name}/{name}"
        project.environments[name] = DraftSaasEnvironment(name, comparable_id(id_), type_, mark, label or None)
        self._refs[comparable_id(id_)] = ref
        self._types[ref] = (type_, record is not None)
        return ref

    def _project(self, account: str, id_: str, record: RegistryRecord | None, state: HostState) -> _Project:
        projects = self._projects.setdefault(account, {})
        if comparable_id(id_) in projects:
            return projects[comparable_id(id_)]
        declared = self._fleet.accounts.get(account)
        for one in declared.projects.values() if declared else ():
            if id_ and (one.id or "").lower() == comparable_id(id_):
                known = _Project(one.name, id_, one.label, True, declared=dict.fromkeys(one.saas_environments, ""))
                projects[comparable_id(id_)] = known
                return known
        label = record.project_name if record else state.value(paths.PROJECT_NAME).value
        taken = {*(one.name for one in projects.values()), *(declared.projects if declared else ())}
        name = unused(slug(label or "") or (_UNKNOWN_PROJECT if not id_ else "project"), taken)
        projects[comparable_id(id_)] = _Project(name, comparable_id(id_), label or None, False)
        return projects[comparable_id(id_)]


def _type_of_itself(said: str) -> tuple[str, str]:
    if said == "testing":
        return "testing", "confirm: by an installation; the registry was not asked"
    if said == "production":
        return "production", "confirm: by an installation; the registry was not asked"
    return "production", "confirm: the type is not known, and production is the careful answer"


def _disagreements(state: HostState) -> tuple[str, ...]:
    """Where what is used now is not what will be used after the next cache clean."""
    value = state.value(paths.ENVIRONMENT_ID)
    if value.is_behind:
        return (f"its cache still says {value.cached}; after the next cache clean it is {value.value}",)
    return ()
