"""Colour, as a function that reports are given: they stay text, whoever reads them."""

from __future__ import annotations

from collections.abc import Callable

Paint = Callable[[str, str], str]
"""``paint(text, style)`` with style one of the keys below."""

_CODES = {"red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36", "dim": "2", "bold": "1"}


def paint_nothing(text: str, _style: str) -> str:
    """For files, pipes and ``NO_COLOR``."""
    return text


def paint_ansi(text: str, style: str) -> str:
    """For terminals."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m"
