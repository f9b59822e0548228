"""Counting things for a reader."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """``1 claim``, ``2 claims``; only for nouns that take an s."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
