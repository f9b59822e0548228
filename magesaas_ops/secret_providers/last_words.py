"""What a failed program said, fit to be shown: a program that fails may well print what it was asked for."""

from __future__ import annotations

import re

HIDDEN = "********"
_MOST_LINES = 3
_MOST_CHARACTERS = 300
_SHORTEST_ECHO = 4
_PEM = re.compile(r"-----BEGIN[^-]*-----.*?(-----END[^-]*-----|\Z)", re.DOTALL)
_BASE64_LINE = re.compile(r"(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])(?=[A-Za-z+/]*\d)[A-Za-z0-9+/]{40,}={0,2}")
_TOKEN = re.compile(r"\b(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{20,}={0,2}")


def last_words(errors: bytes, *, hiding: bytes) -> str:
    """The last lines of standard error in one line, without anything that looks like a key.

    ``hiding`` is what the program had printed on standard output: no line of it is repeated.
    """
    text = _PEM.sub(HIDDEN, errors.decode(errors="replace"))
    for line in sorted(hiding.decode(errors="replace").split("\n"), key=len, reverse=True):
        if len(line.strip()) >= _SHORTEST_ECHO:
            text = text.replace(line.strip(), HIDDEN)
    text = _TOKEN.sub(HIDDEN, _BASE64_LINE.sub(HIDDEN, text))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = " | ".join(lines[-_MOST_LINES:])
    return f"…{told[-_MOST_CHARACTERS:]}" if len(told) > _MOST_CHARACTERS else told or "it said nothing"
