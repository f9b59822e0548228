"""Which keys a connection may have, those that its transport reads, and how the connection of ``defaults`` joins in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from magesaas_ops.loading.shape.schema import Schema, inventory_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_TRANSPORT = "openssh"
_ADVICE = (
    (("_",), "Whoever runs PHP on the hosts is named by `run_as`."),
    (
        ("ssh_",),
        "What else ssh can do stands in its own configuration: yours, or the one that `ssh_config_file` names.",
    ),
    (("",), "Host data for deploys of your own stand in `data`."),
)


@cache
def _keys_by_transport() -> Mapping[str, tuple[str, ...]]:
    """As the schema lists them, in its order."""
    definitions = cast(dict[str, Schema], inventory_schema()["$defs"])
    keys: dict[str, tuple[str, ...]] = {}
    for part in cast("list[dict[str, dict[str, dict[str, dict[str, list[str]]]]]]", definitions["connection"]["allOf"]):
        for transport in part["if"]["properties"]["transport"]["enum"]:
            keys[transport] = tuple(cast("list[str]", part["then"]["propertyNames"]["enum"]))
    return keys


def keys_of(connection: Mapping[str, object]) -> tuple[str, ...]:
    """The keys that the transport of a connection reads; of one that does not exist, those of the default."""
    keys = _keys_by_transport()
    return keys.get(str(connection.get("transport", DEFAULT_TRANSPORT)), keys[DEFAULT_TRANSPORT])


def fits_its_transport(connection: Mapping[str, object]) -> bool:
    """Whether a connection of the right shape has no key of another transport."""
    return set(keys_of(connection)).issuperset(connection)


def transports_reading(key: str) -> list[str]:
    """The transports that read a key."""
    return [transport for transport, keys in _keys_by_transport().items() if key in keys]


def advice_about(key: str) -> str:
    """Where something belongs that no transport reads."""
    return next(advice for prefixes, advice in _ADVICE if key.startswith(prefixes))


def joined_connection(defaults: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """An installation's connection on top of the defaults'; of theirs, only what its own transport reads."""
    joined = {**defaults, **own}
    known = keys_of(joined)
    return {key: value for key, value in joined.items() if key in own or key in known}
