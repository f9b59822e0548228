"""Every way to change one field of a frozen value, by introspection: a field that is new tomorrow is mutated too."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping
from enum import Enum

Mutation = tuple[str, object]


def mutations(value: object) -> Iterator[Mutation]:
    """The path of each field, and the value with that field changed."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            old = getattr(value, field.name)
            for path, new in mutations(old):
                yield f".{field.name}{path}", dataclasses.replace(value, **{field.name: new})
            if field.default is None:
                yield f".{field.name}=None", dataclasses.replace(value, **{field.name: None})
    elif isinstance(value, Mapping):
        for key, old in value.items():
            for path, new in mutations(old):
                yield f"[{key}]{path}", {getattr(new, "name", key): new} | _without(value, key)
            yield f"[{key}] removed", _without(value, key)
    elif isinstance(value, tuple):
        for index, old in enumerate(value):
            for path, new in mutations(old):
                yield f"[{index}]{path}", (*value[:index], new, *value[index + 1 :])
        yield " without the last", value[:-1]
    else:
        yield "", _other(value)


def _without(mapping: Mapping[str, object], key: str) -> dict[str, object]:
    return {other: value for other, value in mapping.items() if other != key}


def _other(value: object) -> object:
    if isinstance(value, Enum):
        return next(member for member in type(value) if member is not value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, datetime.date):
        return value + datetime.timedelta(days=1)
    raise TypeError(f"give full_fleet() something else than {value!r}, which nobody knows how to change")
