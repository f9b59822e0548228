"""Worlds as data: one installation with its inventory, its nodes and the registry, given as what differs from order."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from magesaas_ops.converging.brief import AccountAccess, Brief
from magesaas_ops.laws.claims import claimants
from magesaas_ops.laws.stamps import names_of
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import (
    DatabaseIdentity,
    Debts,
    HostState,
    HostUnknown,
    ModuleState,
    Observation,
    ObservedValue,
    PackageState,
    Source,
    Stamp,
)
from magesaas_ops.model.inventory import Fleet
from magesaas_ops.model.node import AtWork, BegunTask, Maintenance, MaintenanceMode, Node, Vendor
from magesaas_ops.model.registry_record import RegistryAnswer, RegistryRecord, RegistryStatus
from magesaas_ops.model.rival import Basis, Rival
from magesaas_ops.model.secret_ref import KeyMaterial, Secret
from magesaas_ops.model.twin import Twin
from magesaas_ops.model.world import Run, World

TODAY = datetime.date(2026, 6, 1)
HERE = Path(__file__).parent
NONCE = "00" * 16
PATH_OF = {path.rsplit("/", 1)[-1]: path for path in paths.MANAGED_PATHS}
LOCKS = {"variable": Source.ENVIRONMENT_VARIABLE, "env.php": Source.ENV_PHP, "config.php": Source.CONFIG_PHP}
SOURCES = {**LOCKS, "row": Source.DATABASE, "default": Source.DEFAULT}
"""What a case may say of a value, highest precedence first."""


def world_of(differences: Mapping[str, Any]) -> World:
    """The world in order, but for the differences; ``null`` takes a key away, ``world: production`` begins there."""
    told = merged(_beginning(differences.get("world")), differences)
    fleet = fleet_from_files({"fleet.yaml": yaml.safe_dump(told["inventory"], sort_keys=False).encode()})
    assert not fleet.defects, fleet.defects
    answer = _registry_answer(told["registry"])
    access = {account: _access(account, said, answer) for account, said in told["keys"].items()}
    observed = {name: _observation(told["every_node"], said) for name, said in told["nodes"].items()}
    twins = {told["judged"]: tuple(Twin(**said) for said in told.get("twins", ()))}
    run = Run(told.get("run", "of-this-run"), "ops@ci")
    brief = Brief(
        fleet, TODAY, (), access, production_ids(fleet),
        names=names_of(fleet), twins=twins, claimants=claimants(fleet), run=run,
    )
    world = brief.world(fleet.installations[told["judged"]], observed)
    return replace(world, rivals=tuple(_rival(said) for said in told.get("rivals", ())))


def _access(account: str, said: Any, answer: RegistryAnswer) -> AccountAccess:
    if isinstance(said, Mapping):
        return AccountAccess(answer=answer, **said)
    return AccountAccess(keys_of(account), None, answer) if said == "usable" else AccountAccess(answer=answer, problem=said)


def merged(base: Any, differences: Any) -> Any:
    if not isinstance(base, Mapping) or not isinstance(differences, Mapping):
        return differences
    both = {**base, **{key: merged(base.get(key), value) for key, value in differences.items()}}
    return {key: value for key, value in both.items() if key not in differences or differences[key] is not None}


def production_ids(fleet: Fleet) -> frozenset[str]:
    return frozenset(
        target.id
        for account in fleet.accounts.values()
        for project in account.projects.values()
        for target in project.saas_environments.values()
        if target.is_production and target.id
    )


def keys_of(account: str) -> KeyMaterial:
    return KeyMaterial(Secret(f"api-key-of-{account}"), Secret(f"private-key-of-{account}"), f"modulus-{account}:10001")


@cache
def _beginning(name: str | None) -> Mapping[str, Any]:
    in_order = yaml.safe_load((HERE / "world.yaml").read_text(encoding="utf-8"))
    if name is None:
        return in_order
    return merged(in_order, yaml.safe_load((HERE / f"{name}_world.yaml").read_text(encoding="utf-8")))


def _registry_answer(told: Mapping[str, Any]) -> RegistryAnswer:
    status = RegistryStatus(told["status"])
    records = {
        id_: RegistryRecord(record["project"], "Storefront", id_, record["name"], record["type"])
        for id_, record in told["records"].items()
    }
    if status is RegistryStatus.SKIPPED:
        ages = {} if told.get("age") == "unknown" else dict.fromkeys(records, datetime.timedelta(**told.get("age", {"days": 4})))
        return RegistryAnswer(status, records, told["message"], ages)
    return RegistryAnswer(status, records if status is RegistryStatus.ANSWERED else {}, told["message"])


def _observation(every_node: Mapping[str, Any], said: Any) -> Observation:
    if isinstance(said, str):
        return HostUnknown(said)
    if "unknown" in said:
        return HostUnknown(**said["unknown"], node=_node(said) if len(said) > 1 else None)
    node = merged(every_node, said)
    stamp = node.get("stamp")
    return HostState(
        nonce=NONCE,
        digest="0" * 64,
        edition="Community",
        version="2.4.7",
        mode=node.get("mode", "default"),
        php="8.3",
        user=node["user"],
        owner=node["owner"],
        websites=tuple(node["websites"]),
        base_urls=tuple(node["base_urls"]),
        values={path: _value(path, node.get("values", {}).get(name, {})) for name, path in PATH_OF.items()},
        packages={name: PackageState(**package) for name, package in node["packages"].items()},
        modules=ModuleState(**{state: tuple(names) for state, names in node["modules"].items()}),
        composer_problems=tuple(node["composer_problems"]),
        credentials_type=node.get("credentials_type"),
        debts=Debts(**{kind: tuple(reasons) for kind, reasons in node.get("debts", {}).items()}),
        node=_node(node),
        environment=node.get("environment", "production"),
        environment_source=Source.DATABASE if "environment" in node else Source.DEFAULT,
        gateway=node.get("gateway"),
        stamp=_stamp(stamp) if stamp else None,
        database=DatabaseIdentity(**node.get("database", {})),
    )


def _rival(said: Mapping[str, Any]) -> Rival:
    claims = frozenset((id_, code) for id_, code in said["claims"])
    return Rival(said["installation"], claims, Basis(said["basis"]), said.get("lets_go", False), said.get("why", ""))


def _stamp(said: Mapping[str, str]) -> Stamp:
    return Stamp(said["installation"], said["saas_environment"], "0" * 64, database=said.get("database", ""))


def _node(said: Mapping[str, Any]) -> Node:
    """What a node says of itself: its maintenance mode with the mark of a run, who is at work, and its vendor folder."""
    mark = dict(said.get("maintenance", {"mode": "off"}))
    begun = tuple(BegunTask(task, 0) for task in mark.pop("begun", ()))
    maintenance = Maintenance(MaintenanceMode(mark.pop("mode")), begun=begun, **mark)
    vendor = {key: tuple(told) if isinstance(told, list) else told for key, told in said.get("vendor", {}).items()}
    return Node(
        maintenance=maintenance,
        at_work=AtWork(**said["at_work"]) if "at_work" in said else None,
        vendor=Vendor(**vendor),
    )


def _value(path: str, said: Mapping[str, Any]) -> ObservedValue:
    """What the agent tells of a path whose sources hold this; a secret as an HMAC of the named account's."""
    is_secret = path in paths.SECRET_PATHS
    is_unreadable = said.get("undecryptable", False)

    def told(text: str | None) -> str | None:
        return _hmac(path, text) if is_secret and text is not None else text

    highest = next((name for name in SOURCES if name in said), None)
    return ObservedValue(
        value=told(said[highest] or None) if highest else None,
        stored=None if is_unreadable else told(said.get("row")),
        has_row="row" in said,
        supported=said.get("field", True),
        encrypted=is_secret and "row" in said,
        source=SOURCES[highest] if highest else Source.UNSET,
        locked_by=next((LOCKS[name] for name in LOCKS if name in said), None),
        undecryptable=is_unreadable,
        other_scopes=tuple(said.get("other_scopes", ())),
        cached=told(said.get("cached")),
        is_cached="cached" in said,
        is_unexplained="cached" in said and said["cached"] not in [said.get(name) for name in SOURCES],
    )


def _hmac(path: str, account: str) -> str:
    keys = keys_of(account)
    is_private = path in (paths.PRODUCTION_PRIVATE_KEY, paths.SANDBOX_PRIVATE_KEY)
    return (Secret(f"rsa:{keys.public_key}") if is_private else keys.api_key).hmac_under(NONCE)
