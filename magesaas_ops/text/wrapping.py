"""Breaking text into lines for a terminal."""

from __future__ import annotations

import textwrap

from magesaas_ops.text.escaping import for_terminal

WIDTH = 100
"""Columns that a line has at most, unless one word is longer: names, paths and commands are never broken."""


def wrapped(text: str, first: str, later: str) -> list[str]:
    """The text, made harmless, in lines that begin with ``first`` and then with ``later``; none for no text."""
    return textwrap.wrap(
        for_terminal(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
