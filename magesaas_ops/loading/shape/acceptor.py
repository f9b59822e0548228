"""A schema, compiled once into functions that say yes or no, quickly.

jsonschema explains what is wrong (:mod:`magesaas_ops.loading.shape.errors`), but takes a hundred times as long to say
that nothing is. Only the keywords that our schema uses are known here; any other is an error when compiling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import cast

from magesaas_ops.loading.shape.schema import Schema, inventory_schema, is_date, python_pattern
from magesaas_ops.loading.yaml.scalars import PlainDate

Acceptor = Callable[[object], bool]

_ANNOTATIONS = frozenset({"$schema", "$id", "$defs", "title", "description"})


@cache
def inventory_acceptor() -> Acceptor:
    """Whether a plain value has the shape of an inventory file."""
    return acceptor_of(inventory_schema())


def acceptor_of(schema: Schema) -> Acceptor:
    """Compile a schema; raises ``NotImplementedError`` for a keyword that is not known here."""
    return _Compiler(schema).compile(schema)


class _Compiler:
    def __init__(self, root: Schema) -> None:
        self.root = root
        self.by_ref: dict[str, Acceptor] = {}

    def compile(self, schema: Schema) -> Acceptor:
        checks: list[Acceptor] = []
        left = schema.keys() - _ANNOTATIONS
        for keywords, make in self._makers().items():
            if left.intersection(keywords):
                left = left.difference(keywords)
                checks.append(make(schema))
        if left:
            raise NotImplementedError(f"the schema uses {sorted(left)}, which acceptor.py does not know")
        return _all_of(checks)

    def _makers(self) -> dict[tuple[str, ...], Callable[[Schema], Acceptor]]:
        return {
            ("type", "format"): _typed,
            ("const",): lambda schema: _equal_to([schema["const"]]),
            ("enum",): lambda schema: _equal_to(cast(list[object], schema["enum"])),
            ("maxLength",): _at_most_long,
            ("pattern",): _matching,
            ("minimum", "maximum"): _within,
            ("minItems", "uniqueItems", "items"): self._items,
            ("required",): _with_keys,
            ("minProperties", "maxProperties"): _with_key_count,
            ("propertyNames",): self._key_names,
            ("properties", "additionalProperties"): self._properties,
            ("$ref",): self._ref,
            ("allOf",): lambda schema: _all_of([self.compile(part) for part in cast(list[Schema], schema["allOf"])]),
            ("not",): self._not,
            ("if", "then"): self._conditional,
        }

    def _ref(self, schema: Schema) -> Acceptor:
        ref = cast(str, schema["$ref"])
        if ref not in self.by_ref:
            definitions = cast(dict[str, Schema], self.root["$defs"])
            self.by_ref[ref] = self.compile(definitions[ref.removeprefix("#/$defs/")])
        return self.by_ref[ref]

    def _items(self, schema: Schema) -> Acceptor:
        accept_item = self.compile(cast(Schema, schema.get("items", {})))
        fewest = cast(int, schema.get("minItems", 0))
        unique = bool(schema.get("uniqueItems"))

        def accept(value: object) -> bool:
            if type(value) is not list:
                return True
            if len(value) < fewest:
                return False
            for item in value:
                if not accept_item(item):
                    return False
            return not unique or len(value) < 2 or _all_different(value)

        return accept

    def _key_names(self, schema: Schema) -> Acceptor:
        accept_name = self.compile(cast(Schema, schema["propertyNames"]))
        return lambda value: type(value) is not dict or all(map(accept_name, value))

    def _properties(self, schema: Schema) -> Acceptor:
        properties = cast(dict[str, Schema], schema.get("properties", {}))
        others = schema.get("additionalProperties", True)
        accept_by_key = {key: self.compile(part) for key, part in properties.items()}
        accept_others = self.compile(others) if isinstance(others, dict) else _constantly(bool(others))

        def accept(value: object) -> bool:
            if type(value) is not dict:
                return True
            for key, part in value.items():  # noqa: SIM110 (as in _all_of)
                if not accept_by_key.get(key, accept_others)(part):
                    return False
            return True

        return accept

    def _not(self, schema: Schema) -> Acceptor:
        accept_part = self.compile(cast(Schema, schema["not"]))
        return lambda value: not accept_part(value)

    def _conditional(self, schema: Schema) -> Acceptor:
        condition = self.compile(cast(Schema, schema["if"]))
        consequence = self.compile(cast(Schema, schema["then"]))
        return lambda value: not condition(value) or consequence(value)


def _all_of(checks: Sequence[Acceptor]) -> Acceptor:
    if not checks:
        return lambda _: True
    if len(checks) == 1:
        return checks[0]
    if len(checks) == 2:
        first, second = checks
        return lambda value: first(value) and second(value)

    def accept(value: object) -> bool:
        for check in checks:  # noqa: SIM110 (a generator costs a third more, and this is the innermost loop)
            if not check(value):
                return False
        return True

    return accept


def _constantly(answer: bool) -> Acceptor:
    return lambda _: answer


def _typed(schema: Schema) -> Acceptor:
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "format" in schema:
        if schema["format"] != "date":
            raise NotImplementedError(f"the schema uses the format {schema['format']}")
        return lambda value: type(value) in (str, PlainDate) and is_date(cast(str, value))
    types = frozenset(kind for name in names for kind in _TYPES[cast(str, name)])
    if names == ["integer"]:
        return lambda value: type(value) is int or (type(value) is float and value.is_integer())
    if len(types) == 1:
        (only,) = types
        return lambda value: type(value) is only
    return lambda value: type(value) in types


_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def _equal_to(wanted: list[object]) -> Acceptor:
    if any(isinstance(value, list | dict | bool) or value is None for value in wanted):
        raise NotImplementedError("the schema compares with something other than texts and numbers")
    texts = frozenset(wanted)
    return lambda value: type(value) in (str, int, float) and value in texts


def _at_most_long(schema: Schema) -> Acceptor:
    most = cast(int, schema["maxLength"])
    return lambda value: not isinstance(value, str) or len(value) <= most


def _matching(schema: Schema) -> Acceptor:
    match = re.compile(python_pattern(cast(str, schema["pattern"]))).search
    return lambda value: not isinstance(value, str) or match(value) is not None


def _within(schema: Schema) -> Acceptor:
    least, most = cast(float, schema["minimum"]), cast(float, schema["maximum"])
    return lambda value: type(value) not in (int, float) or least <= cast(float, value) <= most


def _with_keys(schema: Schema) -> Acceptor:
    keys = frozenset(cast(list[str], schema["required"]))
    return lambda value: type(value) is not dict or keys <= value.keys()


def _with_key_count(schema: Schema) -> Acceptor:
    fewest = cast(int, schema.get("minProperties", 0))
    most = cast(float, schema.get("maxProperties", float("inf")))
    return lambda value: type(value) is not dict or fewest <= len(value) <= most


def _all_different(values: list[object]) -> bool:
    if not all(type(value) is str for value in values):
        raise NotImplementedError("the schema wants lists of something other than texts to be unique")
    return len(set(values)) == len(values)
