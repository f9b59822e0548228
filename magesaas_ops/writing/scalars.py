"""Texts as YAML that reads back as the same text, in every YAML that inventories are read with."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PLAIN = re.compile(
    r"(?:(?:\.\./|[A-Za-z_/])(?:[A-Za-z0-9_./ +-]*[A-Za-z0-9_./+-])?|https?://[A-Za-z0-9_.:/%~+-]*[A-Za-z0-9_./%~+-])\Z"
)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "~"}
_NONE = "none"


def yaml_text(value: str | int) -> str:
    """A value on one line; quoted wherever YAML could take it for something else."""
    if isinstance(value, int):
        return str(value)
    if value == _NONE or _ID.match(value):
        return value
    if _PLAIN.match(value) and value.lower() not in _WORDS and "  " not in value and " #" not in value:
        return value
    return json.dumps(value, ensure_ascii=not value.isprintable())


def yaml_list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(yaml_text, values))}]"


def yaml_map(values: Mapping[str, str | int]) -> str:
    return f"{{{', '.join(f'{key}: {yaml_text(value)}' for key, value in values.items())}}}"


def comment(text: str) -> str:
    """A text of somebody else's as the end of a line: nothing of it can end the comment."""
    return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in text)[:300]
