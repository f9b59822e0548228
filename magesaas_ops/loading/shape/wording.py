"""The sentence for each way in which a value can have the wrong shape."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, cast

from magesaas_ops.loading.yaml.scalars import Misread, PlainDate, PlainValue, Surprise, misreading
from magesaas_ops.loading.yaml.secret_shapes import masked

if TYPE_CHECKING:
    from magesaas_ops.loading.shape.errors import ShapeError
    from magesaas_ops.loading.shape.schema import Schema


def wording(subject: str, error: ShapeError, schema: Schema, written: str | None) -> str:
    """Say what is wrong with a value; ``written`` is its text in the file, ``schema`` what is wanted there."""
    if error.keyword == "type" or (error.keyword in ("enum", "const") and not _is_text(error.value)):
        return f"{subject} {_wrong_type(error, schema, written)}"
    return f"{subject} {_wrong_value(error, schema, masked(written or str(error.value)))}"


def _wrong_value(error: ShapeError, schema: Schema, quoted: str) -> str:
    if error.keyword == "enum":
        return f"is {quoted}. {_one_of(cast(list[str], schema['enum']), str(error.value))}"
    if error.keyword == "uniqueItems":
        return f"has {masked(_repeated(error.value))} twice; keep one."
    if error.keyword == "minItems":
        return f"is an empty list. {expectation(schema)}"
    if error.keyword in ("minProperties", "maxProperties"):
        count = len(error.value) if isinstance(error.value, dict) else 0
        return f"has {count or 'no'} keys. {expectation(error.schema)}"
    title = error.schema.get("title") or schema.get("title") or "value"
    return f"is {quoted}, which is no valid {title}. {expectation(error.schema)}"


def expectation(schema: Schema) -> str:
    """What is wanted, in the schema's own words, and the choice when there is one."""
    description = str(schema.get("description", ""))
    choice = schema.get("enum")
    return f"{description} One of: {', '.join(cast(list[str], choice))}." if choice else description


def _is_text(value: PlainValue) -> bool:
    return isinstance(value, str) and not isinstance(value, PlainDate)


def _wrong_type(error: ShapeError, schema: Schema, written: str | None) -> str:
    value, wanted = error.value, error.schema.get("type")
    if isinstance(value, dict | list):
        what = f"is {'a mapping' if isinstance(value, dict) else 'a list'}"
    elif wanted == "boolean" and isinstance(value, Surprise) and value.kind is Misread.BOOLEAN:
        return f"is {masked(value.written)}; write `true` or `false`."
    elif value is None:
        what = "is empty"
    elif wanted == "object":
        what = "holds a single value where a mapping belongs"
    elif wanted == "array":
        what = "holds a single value where a list belongs, even if it is a list of one"
    elif wanted in ("integer", "boolean") or error.keyword == "const" or _is_text(value):
        what = f"is {masked(written or '')}, which is no valid {schema.get('title', 'value')}"
    else:
        what = f"is misread: {misreading(written or str(value), value)}"
    return f"{what}. {expectation(schema)}"


def _one_of(choices: list[str], given: str) -> str:
    close = get_close_matches(given.lower(), choices, n=1)
    return f"One of {', '.join(choices)} is wanted" + (f"; did you mean `{close[0]}`?" if close else ".")


def _repeated(value: PlainValue) -> str:
    items = value if isinstance(value, list) else []
    return next((str(item) for index, item in enumerate(items) if item in items[:index]), "")
