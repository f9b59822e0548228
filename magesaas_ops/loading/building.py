"""Accepted values → the model."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, cast

from magesaas_ops.model.inventory import (
    DEFAULT_PACKAGES,
    QUARANTINED,
    Account,
    Connection,
    Edition,
    Entitlement,
    HostDatum,
    Installation,
    InstallPolicy,
    KeyRefs,
    SaasEnvironment,
    SaasEnvironmentRef,
    SaasEnvironmentType,
    SaasProject,
    Stage,
    Transport,
)
from magesaas_ops.model.secret_ref import SecretRef
from magesaas_ops.model.waiver import Waiver

if TYPE_CHECKING:
    from magesaas_ops.loading.shape.values import (
        AccountValues,
        InstallationValues,
        KeyPairValues,
        ProjectValues,
        SaasEnvironmentValues,
        SecretValues,
        WaiverValues,
    )

_STAGES = {stage.value: stage for stage in Stage}
_POLICIES = {policy.value: policy for policy in InstallPolicy}
_PHP, _COMPOSER = ("php",), ("composer",)
_OWN_CONNECTION_KEYS = frozenset({"transport", "exec", "timeout", "data"})
_DEFAULT_CONNECTION = Connection()


def account_of(name: str, values: AccountValues, base: str) -> Account:
    """Build an account; ``base`` is the folder of its file, to which secret references are relative."""
    edition = Edition(values.get("edition", Edition.COMMERCE.value))
    entitlement = values.get("entitlement")
    keys = values["keys"]
    return Account(
        name=name,
        edition=edition,
        entitlement=Entitlement(**entitlement) if entitlement else Entitlement.of_edition(edition),
        production_keys=_key_refs(keys["production"], base),
        sandbox_keys=_key_refs(keys["sandbox"], base) if "sandbox" in keys else None,
        projects={key: _project(key, project) for key, project in values.get("projects", {}).items()},
        mage_id=values.get("mage_id"),
        formerly=tuple(values.get("formerly", ())),
    )


def _key_refs(values: KeyPairValues, base: str) -> KeyRefs:
    return KeyRefs(_secret_ref(values["api_key"], base), _secret_ref(values["private_key"], base))


def _secret_ref(values: SecretValues, base: str) -> SecretRef:
    """The one place that the schema lets a reference name, and its pointer."""
    (place,) = values.keys() - {"json"}
    value, pointer = values[place], values.get("json")
    return SecretRef(
        place,
        value if isinstance(value, str) else tuple(value),
        "" if place == "env" else base,
        pointer if isinstance(pointer, str) else None,
    )


def _project(name: str, values: ProjectValues) -> SaasProject:
    environments = values.get("saas_environments", {})
    return SaasProject(
        name=name,
        saas_environments={key: _saas_environment(key, environment) for key, environment in environments.items()},
        id=values.get("id"),
        label=values.get("name"),
        formerly=tuple(values.get("formerly", ())),
    )


def _saas_environment(name: str, values: SaasEnvironmentValues) -> SaasEnvironment:
    return SaasEnvironment(
        name=name,
        type=SaasEnvironmentType(values["type"]),
        id=values.get("id"),
        label=values.get("name"),
        shared=values.get("shared", False),
        formerly=tuple(values.get("formerly", ())),
    )


def built_installation(name: str, values: InstallationValues) -> Installation:
    """Build an installation from its values with defaults applied."""
    reference = values["saas_environment"]
    return Installation(
        name=name,
        stage=_STAGES[values["stage"]],
        hosts=tuple(values["hosts"]),
        root=values["root"],
        websites=tuple(values["websites"]),
        saas_environment=None if reference == QUARANTINED else SaasEnvironmentRef(*reference.split("/")),
        connection=_connection(values["connection"]) if "connection" in values else _DEFAULT_CONNECTION,
        run_as=values.get("run_as"),
        php=_command(values["php"]) if "php" in values else _PHP,
        composer=_command(values["composer"]) if "composer" in values else _COMPOSER,
        base_urls=tuple(values.get("base_urls", ())),
        keys_from=values.get("keys_from"),
        install=_POLICIES[values.get("install", "composer")],
        packages=values.get("packages", DEFAULT_PACKAGES),
        tags=tuple(values.get("tags", ())),
        formerly=tuple(values.get("formerly", ())),
    )


def _command(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _connection(values: dict[str, object]) -> Connection:
    return Connection(
        transport=Transport(values.get("transport", Transport.OPENSSH.value)),
        exec=tuple(cast("list[str]", values.get("exec", ()))),
        host_data={key: cast(HostDatum, datum) for key, datum in values.items() if key not in _OWN_CONNECTION_KEYS},
        timeout=cast("int | None", values.get("timeout")),
        data=cast("dict[str, HostDatum]", values.get("data", {})),
    )


def waiver_of(values: WaiverValues, subject: str) -> Waiver:
    """Build a waiver; ``subject`` is its own dotted path."""
    return Waiver(
        rule=values["rule"],
        at=values["at"],
        reason=values["reason"],
        owner=values["owner"],
        expires=datetime.date.fromisoformat(values["expires"]),
        subject=subject,
    )
