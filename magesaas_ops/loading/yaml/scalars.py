"""What a scalar of a YAML file means.

Only what YAML 1.1 and YAML 1.2 read alike is taken as it is. Everything that some reader takes for something else than
what is written (``no``, ``0123``, ``1e3``, ``2027-03-31``) becomes a value that fits nowhere by accident.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from magesaas_ops.loading.yaml.secret_shapes import masked


class Misread(str, Enum):
    """What YAML makes of a surprising scalar."""

    BOOLEAN = "a boolean"
    NUMBER = "a number"
    TIME = "a date and time"
    SECRET = "a secret"  # noqa: S105 (a word)


@dataclass(frozen=True, slots=True)
class Surprise:
    """A scalar that is not taken as it is written; it has no JSON type, so no schema accepts it."""

    written: str
    kind: Misread


class PlainDate(str):
    """An unquoted date: text where a date is meant, a surprise elsewhere."""

    __slots__ = ()


REDACTED = Surprise("", Misread.SECRET)
"""Stands for a secret that was written into the file; the text itself goes no further."""

PlainValue = bool | int | float | str | Surprise | list["PlainValue"] | dict[str, "PlainValue"] | None

_WORDS: dict[str, bool | Surprise | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{
        spelling: Surprise(spelling, Misread.BOOLEAN)
        for word in ("yes", "no", "on", "off")
        for spelling in (word, word.capitalize(), word.upper())
    },
}
_NUMBER_STARTS = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_TIME = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(([Tt]|[ \t]+)[0-9].*)?\Z")
_OTHER_NUMBER = re.compile(
    r"""[-+]?(
        [0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?    # 0123  1_000  1.  1e3  1.5e3
      | \.[0-9][0-9_]*([eE][-+]?[0-9]+)?              # .5
      | 0o[0-7_]+ | 0x[0-9a-fA-F_]+ | 0b[01_]+
      | [0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?       # 12:30, base 60 in YAML 1.1
      | \.(inf|Inf|INF)
    )\Z | \.(nan|NaN|NAN)\Z""",
    re.VERBOSE,
)


def plain_scalar(text: str) -> PlainValue:
    """Read an unquoted scalar."""
    if text[:1] in _NUMBER_STARTS and text:
        return _number_or_text(text)
    return _WORDS.get(text, text)


def _number_or_text(text: str) -> PlainValue:
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    if _DATE.match(text):
        return PlainDate(text)
    if _OTHER_NUMBER.match(text):
        return Surprise(text, Misread.NUMBER)
    if _TIME.match(text):
        return Surprise(text, Misread.TIME)
    return text


def misreading(written: str, meaning: PlainValue) -> str:
    """Say what YAML reads a scalar as that is meant as text, and how to write it."""
    if meaning is None:
        what = "nothing (null)"
    elif isinstance(meaning, PlainDate):
        what = "a date"
    elif isinstance(meaning, bool):
        what = Misread.BOOLEAN.value
    elif isinstance(meaning, Surprise):
        what = meaning.kind.value
    else:
        what = Misread.NUMBER.value
    if not written:
        return f"is empty, which YAML reads as {what}"
    quoted = f'"{written}"'
    return f"{masked(written)} without quotes is {what} in YAML; if it is meant as text, write {masked(quoted)}"
