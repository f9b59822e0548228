"""A fleet as a flat table of declared things, keyed by subject: what two revisions are compared by.

Fields have the names that they have in the inventory, nested ones dotted (``connection.ssh_user``). ``members`` are
the fields whose order means nothing; of hosts, only the first has a meaning of its own.
"""

from __future__ import annotations

import posixpath
import shlex
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from magesaas_ops.model.change import finite
from magesaas_ops.model.inventory import QUARANTINED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from magesaas_ops.model.change import Value
    from magesaas_ops.model.inventory import (
        Account,
        Fleet,
        Installation,
        KeyRefs,
        SaasEnvironment,
        SaasProject,
    )
    from magesaas_ops.model.secret_ref import SecretRef
    from magesaas_ops.model.waiver import Waiver


class Noun(str, Enum):
    """What kind of thing is declared, in the order in which changes are told."""

    INSTALLATION = "installation"
    ACCOUNT = "account"
    PROJECT = "SaaS project"
    SAAS_ENVIRONMENT = "SaaS environment"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declared thing: ``subject`` names it in its fleet, ``written`` is the subject by which its place is found.

    The two differ for waivers, which have no name: they are told apart by rule and place, not by their position.
    """

    noun: Noun
    name: str
    subject: str
    written: str
    fields: Mapping[str, Value]
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def value(self) -> Mapping[str, Value]:
        """Everything declared, as one value; empty unordered fields are left out."""
        return {**self.fields, **{key: sorted(values) for key, values in self.members.items() if values}}


def declarations(fleet: Fleet, *, spared: Collection[str] = ()) -> dict[str, Declaration]:
    """Every declared thing of the fleet by its subject, but the accounts and installations that are spared."""
    return {declaration.subject: declaration for declaration in _all(fleet, spared)}


def _all(fleet: Fleet, spared: Collection[str]) -> Iterator[Declaration]:
    for installation in fleet.installations.values():
        if installation.subject not in spared:
            yield _installation(installation)
    for account in fleet.accounts.values():
        subject = f"accounts.{account.name}"
        if subject in spared:
            continue
        yield Declaration(
            Noun.ACCOUNT, account.name, subject, subject, _account_fields(account), {"formerly": account.formerly}
        )
        for project in account.projects.values():
            yield from _project(f"{subject}.projects.{project.name}", account, project)
    yield from declared_waivers(fleet.waivers)


def _installation(installation: Installation) -> Declaration:
    connection = installation.connection
    fields = _without_none(
        {
            "stage": installation.stage.value,
            "hosts": [*installation.hosts[:1], *sorted(installation.hosts[1:])],
            "root": installation.root,
            "saas_environment": str(installation.saas_environment or QUARANTINED),
            "keys_from": installation.keys_from,
            "run_as": installation.run_as,
            "php": shlex.join(installation.php),
            "composer": shlex.join(installation.composer),
            "install": installation.install.value,
            "connection.transport": connection.transport.value,
            "connection.exec": list(connection.exec) or None,
            "connection.timeout": connection.timeout,
        }
    )
    return Declaration(
        Noun.INSTALLATION,
        installation.name,
        installation.subject,
        installation.subject,
        {
            **fields,
            **{f"connection.{key}": finite(datum) for key, datum in connection.host_data.items()},
            **{f"connection.data.{key}": finite(datum) for key, datum in connection.data.items()},
            **{f"packages.{package}": constraint for package, constraint in installation.packages.items()},
        },
        {
            "websites": installation.websites,
            "base_urls": installation.base_urls,
            "tags": installation.tags,
            "formerly": installation.formerly,
        },
    )


def _account_fields(account: Account) -> Mapping[str, Value]:
    return _without_none(
        {
            "mage_id": account.mage_id,
            "edition": account.edition.value,
            "entitlement.production": account.entitlement.production,
            "entitlement.testing": account.entitlement.testing,
            **_key_fields("keys.production", account.production_keys),
            **(_key_fields("keys.sandbox", account.sandbox_keys) if account.sandbox_keys else {}),
        }
    )


def _key_fields(prefix: str, keys: KeyRefs) -> Mapping[str, Value]:
    return {
        f"{prefix}.api_key": _reference(keys.api_key),
        f"{prefix}.private_key": _reference(keys.private_key),
    }


def _reference(ref: SecretRef) -> Value:
    """A secret by its reference only, with relative paths seen from where the command was started."""
    if ref.place == "file":
        shown: dict[str, Value] = {"file": posixpath.normpath(posixpath.join(ref.base, *ref.argv))}
    else:
        shown = {ref.place: ref.value if isinstance(ref.value, str) else list(ref.value)}
        if ref.base:
            shown["in"] = ref.base
    return shown if ref.pointer is None else {**shown, "json": ref.pointer}


def _project(subject: str, account: Account, project: SaasProject) -> Iterator[Declaration]:
    name = f"{account.name}/{project.name}"
    fields = _without_none({"id": project.id, "name": project.label})
    yield Declaration(Noun.PROJECT, name, subject, subject, fields, {"formerly": project.formerly})
    for saas_environment in project.saas_environments.values():
        yield _saas_environment(f"{subject}.saas_environments.{saas_environment.name}", name, saas_environment)


def _saas_environment(subject: str, project: str, declared: SaasEnvironment) -> Declaration:
    fields = _without_none(
        {"id": declared.id, "type": declared.type.value, "name": declared.label, "shared": declared.shared}
    )
    name = f"{project}/{declared.name}"
    return Declaration(Noun.SAAS_ENVIRONMENT, name, subject, subject, fields, {"formerly": declared.formerly})


def declared_waivers(waivers: tuple[Waiver, ...]) -> Iterator[Declaration]:
    """Waivers by rule and place; further ones of the same rule and place are numbered in the order of their text."""
    seen: dict[str, int] = {}
    for waiver in sorted(waivers, key=lambda waiver: (waiver.expires, waiver.reason, waiver.owner)):
        name = f"{waiver.rule} at {waiver.at}"
        seen[name] = seen.get(name, 0) + 1
        name += f" ({seen[name]})" if seen[name] > 1 else ""
        fields = {
            "rule": waiver.rule,
            "at": waiver.at,
            "reason": waiver.reason,
            "owner": waiver.owner,
            "expires": waiver.expires.isoformat(),
        }
        yield Declaration(Noun.WAIVER, name, f"waivers[{name}]", waiver.subject, fields)


def _without_none(fields: Mapping[str, Value]) -> Mapping[str, Value]:
    return {key: value for key, value in fields.items() if value is not None}
