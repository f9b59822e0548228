"""What the schema's patterns and formats mean, for everything that reads the schema here."""

from __future__ import annotations

import datetime
import re

_DOLLAR_AND_OTHERS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$", re.DOTALL)


def python_pattern(pattern: str) -> str:
    r"""Translate a pattern of JSON Schema (ECMA-262): its ``$`` is the very end, Python's allows a newline after it."""
    return _DOLLAR_AND_OTHERS.sub(lambda found: r"\Z" if found.group() == "$" else found.group(), pattern)


def is_date(text: str) -> bool:
    """Whether a text is a day that exists, as ``YYYY-MM-DD``."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
