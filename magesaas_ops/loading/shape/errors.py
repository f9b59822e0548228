"""What jsonschema finds wrong with a value, as short facts; imported only when something is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

from magesaas_ops.loading.shape.schema import Schema, inventory_schema, is_date, python_pattern
from magesaas_ops.loading.yaml.scalars import PlainDate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from magesaas_ops.loading.yaml.scalars import PlainValue


@dataclass(frozen=True, slots=True)
class ShapeError:
    """One thing wrong: at ``path`` the keyword does not hold for ``value``.

    ``key`` is the one that is unknown, missing or badly named; ``schema`` is the part that does not hold.
    """

    path: tuple[str | int, ...]
    keyword: str
    value: PlainValue
    schema: Schema
    key: str | None = None


def shape_errors(value: PlainValue) -> list[ShapeError]:
    """Everything wrong with a file's value, in its order, the best match of each place."""
    best: dict[tuple[object, ...], ShapeError] = {}
    for error in _validator().iter_errors(value):
        for shape_error in _shape_errors(error):
            best.setdefault((shape_error.path, shape_error.key), shape_error)
    return list(best.values())


def _shape_errors(error: ValidationError) -> Iterator[ShapeError]:
    path = tuple(error.absolute_path)
    schema = cast(Schema, error.schema)
    value = cast("PlainValue", error.instance)
    keyword = cast(str, error.validator)
    mapping = value if isinstance(value, dict) else {}
    keys: list[str | None] = [None]
    if "propertyNames" in error.absolute_schema_path:
        keyword, keys = "propertyNames", [cast(str, value)]
    elif keyword == "additionalProperties":
        known = cast(dict[str, object], schema.get("properties", {}))
        keys = [key for key in mapping if key not in known]
    elif keyword == "required":
        keys = [key for key in cast(list[str], error.validator_value) if key not in mapping]
    return (ShapeError(path, keyword, value, schema, key) for key in keys)


@cache
def _validator() -> Draft202012Validator:
    formats = FormatChecker(formats=())
    formats.checks("date")(lambda value: not isinstance(value, str) or is_date(value))
    extend = cast("Callable[..., type[Draft202012Validator]]", validators.extend)
    kind = extend(Draft202012Validator, {"pattern": _pattern, "type": _type})
    return kind(inventory_schema(), format_checker=formats)


def _pattern(_validator: object, pattern: str, instance: object, _schema: object) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not re.search(python_pattern(pattern), instance):
        yield ValidationError("does not match")


def _type(
    validator: Draft202012Validator, types: str | list[str], instance: object, schema: Schema
) -> Iterable[ValidationError]:
    if isinstance(instance, PlainDate) and schema.get("format") != "date":
        return [ValidationError("is a date")]
    keyword = Draft202012Validator.VALIDATORS["type"]
    return cast("Iterable[ValidationError]", keyword(validator, types, instance, schema) or ())
