"""Putting new keys into a text at given places, everything else staying as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Insertion:
    """A new first key of a mapping, before its first one; ``line`` and ``column`` count from 0, in characters.

    ``is_in_braces``: the mapping is written ``{…}``; ``is_alone``: nothing follows in it.
    """

    line: int
    column: int
    text: str
    is_in_braces: bool = False
    is_alone: bool = False


def with_insertions(text: str, insertions: Iterable[Insertion]) -> str:
    """The text with everything inserted; a new line ends as the line does that it stands before."""
    lines = [f"{line}\n" for line in text.split("\n")]  # not splitlines, which knows more line ends than YAML
    lines[-1] = lines[-1].removesuffix("\n")
    for one in sorted(insertions, key=lambda each: (each.line, each.column), reverse=True):
        line = lines[one.line]
        before, after = line[: one.column], line[one.column :]
        if one.is_in_braces:
            lines[one.line] = f"{before}{one.text}{'' if one.is_alone else ', '}{after}"
        else:
            end = "\r\n" if line.endswith("\r\n") else "\n"
            indent = " " * one.column
            lines[one.line] = f"{before}{one.text}{end}{indent}{after}"
    return "".join(lines)
