"""The JSON Schema of the inventory: the single source for shape."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import cast

_HERE = Path(__file__).parent
_IN_WHEEL = _HERE / "inventory.schema.json"
_IN_CHECKOUT = _HERE.parents[1] / "schemas" / "inventory.schema.json"

Schema = dict[str, object]


def schema_path() -> Path:
    """The file: inside an installed package, else in the checkout that this runs from."""
    return _IN_WHEEL if _IN_WHEEL.exists() else _IN_CHECKOUT


@cache
def inventory_schema() -> Schema:
    """The schema as a value; do not change it."""
    return cast(Schema, json.loads(schema_path().read_bytes()))


def schema_at(path: tuple[str | int, ...]) -> Schema:
    """What the schema says of the value at a path; the description of the nearest mention counts."""
    schema = inventory_schema()
    for step in path:
        schema = _resolved(_below(schema, step))
    return schema


def _below(schema: Schema, step: str | int) -> Schema:
    if isinstance(step, int):
        return cast(Schema, schema.get("items", {}))
    properties = cast(dict[str, Schema], schema.get("properties", {}))
    others = schema.get("additionalProperties")
    return properties.get(step, others if isinstance(others, dict) else {})


def _resolved(schema: Schema) -> Schema:
    ref = cast(str, schema.get("$ref", ""))
    if not ref:
        return schema
    definitions = cast(dict[str, Schema], inventory_schema()["$defs"])
    return {**definitions[ref.removeprefix("#/$defs/")], **schema}
