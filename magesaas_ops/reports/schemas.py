"""The JSON Schemas of our own JSON: what programs may rely on, of each report that has that format."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import cast

from magesaas_ops.reports.formats import FORMATS

_HERE = Path(__file__).parent
_IN_WHEEL = _HERE / "reports.schema.json"
_IN_CHECKOUT = _HERE.parents[1] / "schemas" / "reports.schema.json"

Definition = dict[str, object]

REPORTS = tuple(name for name, formats in FORMATS.items() if "json" in formats)


def schema_of(report: str) -> Definition:
    """The schema of one report, complete in itself. Raises ``KeyError`` for a report that has no JSON."""
    definitions = _definitions()
    used = _used(definitions[report], definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"magesaas: {report}",
        **definitions[report],
        "$defs": {name: definitions[name] for name in sorted(used)},
    }


@cache
def _definitions() -> dict[str, Definition]:
    path = _IN_WHEEL if _IN_WHEEL.exists() else _IN_CHECKOUT
    return cast(dict[str, Definition], json.loads(path.read_bytes())["$defs"])


def _used(schema: object, definitions: dict[str, Definition]) -> set[str]:
    """The names of the definitions that a schema needs, and that those need."""
    if isinstance(schema, list):
        return set().union(*(_used(part, definitions) for part in schema))
    if not isinstance(schema, dict):
        return set()
    names = {str(schema["$ref"]).removeprefix("#/$defs/")} if isinstance(schema.get("$ref"), str) else set()
    below = (part for key, part in schema.items() if key != "$ref")
    return names.union(
        *(_used(definitions[name], definitions) for name in names), *(_used(part, definitions) for part in below)
    )
