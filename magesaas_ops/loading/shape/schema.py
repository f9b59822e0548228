"""The JSON Schema of the inventory, the single source for shape, and what its patterns and formats mean."""

from __future__ import annotations

import datetime
import json
import re
from functools import cache
from pathlib import Path
from typing import cast

_HERE = Path(__file__).parent
_IN_WHEEL = _HERE / "inventory.schema.json"
_IN_CHECKOUT = _HERE.parents[2] / "schemas" / "inventory.schema.json"

Schema = dict[str, object]

_DOLLAR_AND_OTHERS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$", re.DOTALL)


def schema_path() -> Path:
    """The file: inside an installed package, else in the checkout that this runs from."""
    return _IN_WHEEL if _IN_WHEEL.exists() else _IN_CHECKOUT


@cache
def inventory_schema() -> Schema:
    """The schema as a value; do not change it."""
    return cast(Schema, json.loads(schema_path().read_bytes()))


@cache
def places_of_secrets() -> frozenset[str]:
    """The keys of a reference to a secret."""
    definitions = cast(dict[str, dict[str, Schema]], inventory_schema()["$defs"])
    return frozenset(definitions["secretRef"]["properties"])


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


def python_pattern(pattern: str) -> str:
    r"""Translate a pattern of JSON Schema (ECMA-262): its ``$`` is the very end, Python's allows a newline after it."""
    return _DOLLAR_AND_OTHERS.sub(lambda found: r"\Z" if found.group() == "$" else found.group(), pattern)


def is_date(text: str) -> bool:
    """Whether a text is a day that exists, as ``YYYY-MM-DD``."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
