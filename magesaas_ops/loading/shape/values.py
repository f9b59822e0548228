"""The shapes of accepted values, as the schema describes them, and how defaults apply to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

from magesaas_ops.loading.shape.connections import joined_connection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.loading.yaml.scalars import PlainValue

MERGED_KEYS = ("connection", "packages")
"""Where an installation's own keys are added to those of ``defaults``; everything else is replaced."""


SecretValues = dict[str, str | list[str]]
"""One place with its value, and ``json`` beside it: see :class:`magesaas_ops.model.secret_ref.SecretRef`."""


class KeyPairValues(TypedDict):
    api_key: SecretValues
    private_key: SecretValues


class KeysValues(TypedDict, total=False):
    production: KeyPairValues
    sandbox: KeyPairValues


class SaasEnvironmentValues(TypedDict, total=False):
    id: str
    type: str
    name: str
    shared: bool
    formerly: list[str]


class ProjectValues(TypedDict, total=False):
    id: str
    name: str
    saas_environments: dict[str, SaasEnvironmentValues]
    formerly: list[str]


class EntitlementValues(TypedDict):
    production: int
    testing: int


class AccountValues(TypedDict, total=False):
    mage_id: str
    edition: str
    entitlement: EntitlementValues
    keys: KeysValues
    projects: dict[str, ProjectValues]
    formerly: list[str]


class InstallationValues(TypedDict, total=False):
    stage: str
    hosts: list[str]
    connection: dict[str, object]
    root: str
    run_as: str
    php: str | list[str]
    composer: str | list[str]
    base_urls: list[str]
    websites: list[str]
    saas_environment: str
    keys_from: str
    install: str
    packages: dict[str, str]
    tags: list[str]
    formerly: list[str]


class WaiverValues(TypedDict):
    rule: str
    at: str
    reason: str
    owner: str
    expires: str


def with_defaults(defaults: Mapping[str, PlainValue], own: dict[str, PlainValue]) -> dict[str, PlainValue]:
    """Apply the ``defaults`` of a file to the values of one installation."""
    if not defaults:
        return own
    values = {**defaults, **own}
    for key in MERGED_KEYS:
        if isinstance(mine := own.get(key), dict) and isinstance(theirs := defaults.get(key), dict):
            joined = joined_connection(theirs, mine) if key == "connection" else {**theirs, **mine}
            values[key] = cast("dict[str, PlainValue]", joined)
    return values
