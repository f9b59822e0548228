"""Fitting sections into one comment, the important ones first, and saying what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from magesaas_ops.reports.markdown.escaping import MOST_CHARACTERS, fenced, length, plain

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

_RESERVE = 1000
"""Room for the closing words, for what joins the parts, and for the line with which it is posted."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines or list items under a heading, or in a fold; ``language`` fences them, ``is_whole`` forbids to cut them.

    A fold that ``is_open`` can be closed.
    ``more`` counts what was not even handed over, because it could never fit.
    """

    title: str
    lines: Sequence[str]
    language: str = ""
    fold: str = ""
    is_whole: bool = False
    is_open: bool = False
    more: int = 0

    def rendered(self, count: int) -> str:
        """The first lines of the section."""
        shown = list(self.lines[:count])
        left = len(self.lines) - count + self.more
        if left:
            more = f"… and {left} more"
            shown.append(f"# {more}" if self.language else f"- {plain(more)}")
        body = "\n".join(fenced(shown, self.language) if self.language else shown)
        if not self.fold:
            return f"\n**{plain(self.title)}**\n\n{body}\n"
        opened = " open" if self.is_open else ""
        return f"\n<details{opened}><summary>{escape(self.fold)}</summary>\n\n{body}\n\n</details>\n"

    def lines_fitting(self, room: int) -> int:
        """How many lines there is room for."""
        bounds = accumulate(len(line) + 1 for line in self.lines)
        most = sum(1 for _ in takewhile(lambda length_so_far: length_so_far <= room, bounds))
        if self.is_whole and most < len(self.lines):
            return 0
        if most == 0 or length(self.rendered(most)) <= room:
            return most
        fewest = 0
        while most - fewest > 1:
            middle = (fewest + most) // 2
            fewest, most = (middle, most) if length(self.rendered(middle)) <= room else (fewest, middle)
        return 0 if self.is_whole else fewest


@dataclass(frozen=True, slots=True)
class Comment:
    """What always stands in the comment: the head and, by heading, findings in the fullest of the ways that fits.

    What is under a heading of ``folded`` can be opened. ``whole`` is the address of the whole report, if it has one.
    """

    head: Sequence[str]
    always: Mapping[str, Iterable[list[str]]]
    whole: str = ""
    folded: Container[str] = ()

    def with_sections(self, *sections: Section) -> str:
        """The whole comment; sections that come first get the room first."""
        text = "\n".join(self.head) + "\n" + self._always_told()
        left_out = []
        for section in sections:
            count = section.lines_fitting(MOST_CHARACTERS - _RESERVE - length(text))
            text += section.rendered(count) if count else ""
            if count < len(section.lines) or section.more:
                left_out.append(section.title)
        if left_out:
            shortened = ", ".join(left_out).lower()
            whole = f"[The whole report](<{self.whole}>)" if self.whole else "The text report"
            text += f"\nShortened to fit into a comment: {plain(shortened)}. {whole} has everything.\n"
        return text

    def _always_told(self) -> str:
        """Every finding under its heading; all headings are told as briefly as is needed for all of them to fit."""
        room = MOST_CHARACTERS - _RESERVE - length("\n".join(self.head))
        text = ""
        for way in zip(*self.always.values(), strict=True):
            told = zip(self.always, way, strict=True)
            text = "".join(
                Section(title, lines, fold=title if title in self.folded else "").rendered(len(lines))
                for title, lines in told
                if lines
            )
            if length(text) <= room:
                break
        return text
