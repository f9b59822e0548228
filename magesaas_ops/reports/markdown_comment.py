"""Fitting sections into one comment, the important ones first, and saying what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from magesaas_ops.reports.markdown_text import MOST_CHARACTERS, fenced, length, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RESERVE = 600
"""Room for the closing words, and for what joins the parts."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines or list items under a heading, or in a fold; ``language`` fences them, ``is_whole`` forbids to cut them."""

    title: str
    lines: Sequence[str]
    language: str = ""
    fold: str = ""
    is_whole: bool = False

    def rendered(self, count: int) -> str:
        """The first lines of the section."""
        shown = list(self.lines[:count])
        left = len(self.lines) - count
        if left:
            more = f"… and {left} more"
            shown.append(f"# {more}" if self.language else f"- {plain(more)}")
        body = "\n".join(fenced(shown, self.language) if self.language else shown)
        if not self.fold:
            return f"\n**{plain(self.title)}**\n\n{body}\n"
        return f"\n<details><summary>{escape(self.fold)}</summary>\n\n{body}\n\n</details>\n"

    def fitting(self, room: int) -> str:
        """As many lines as there is room for; empty when not even one fits."""
        if not self.lines:
            return ""
        fewest, most = 0, len(self.lines)
        if length(self.rendered(most)) <= room:
            return self.rendered(most)
        if self.is_whole:
            return ""
        while most - fewest > 1:
            middle = (fewest + most) // 2
            fewest, most = (middle, most) if length(self.rendered(middle)) <= room else (fewest, middle)
        return self.rendered(fewest) if fewest else ""


@dataclass(frozen=True, slots=True)
class Comment:
    """What always stands in the comment: the head and, by heading, findings in the fullest of the ways that fits."""

    head: Sequence[str]
    always: Mapping[str, tuple[list[str], ...]]

    def with_sections(self, *sections: Section) -> str:
        """The whole comment; sections that come first get the room first."""
        text = "\n".join(self.head) + "\n" + self._always_told()
        left_out = []
        for section in sections:
            part = section.fitting(MOST_CHARACTERS - _RESERVE - length(text))
            text += part
            if section.lines and part != section.rendered(len(section.lines)):
                left_out.append(section.title)
        if left_out:
            shortened = ", ".join(left_out).lower()
            text += f"\nShortened to fit into a comment: {plain(shortened)}. The text report has everything.\n"
        return text

    def _always_told(self) -> str:
        """Every finding under its heading; all headings are told as briefly as is needed for all of them to fit."""
        room = MOST_CHARACTERS - _RESERVE - length("\n".join(self.head))
        ways = zip(*self.always.values(), strict=True)
        told = [
            "".join(
                Section(title, lines).rendered(len(lines))
                for title, lines in zip(self.always, way, strict=True)
                if lines
            )
            for way in ways
        ]
        return next((text for text in told if length(text) <= room), told[-1])
