"""Text into Markdown that says exactly that text, for comments of GitHub and GitLab.

Nothing from an inventory may become markup, a mention, a reference to an issue or a link, or end a fold or a fence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_CHARACTERS = 65_536
"""What GitHub takes in one comment."""

_ACTIVE = re.compile(r"[\\`*_\[\]<>&#|~$@]|:(?=\S)|(?i:www)(?=\.)")
_LIST_MARK = re.compile(r"(\s*)([-+=]|\d+(?=[.)]))")
_ENTITIES = {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    "@": "@&#8203;",
    "#": "&#35;&#8203;",
    "$": "&#36;",
    ":": ":&#8203;",
}
_BACKTICKS = re.compile("`+")


def plain(text: str) -> str:
    """The text as it is, wherever inline Markdown may stand."""
    escaped = _ACTIVE.sub(_inactive, for_terminal(text))
    return _LIST_MARK.sub(r"\1&#8203;\2", escaped, count=1) if _LIST_MARK.match(escaped) else escaped


def prose(text: str) -> str:
    """A message of ours: what it puts between backticks becomes code, everything else is the text as it is."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return plain(text)
    return "".join(
        code(part) if index % 2 and part else plain(part) if part else "" for index, part in enumerate(parts)
    )


def code(text: str) -> str:
    """The text as a code span, outside of tables."""
    harmless = for_terminal(text) or " "
    ticks = "`" * (_longest_run(harmless) + 1)
    pad = " " if harmless[0] in "` " or harmless[-1] in "` " else ""
    return f"{ticks}{pad}{harmless}{pad}{ticks}"


def fenced(lines: Sequence[str], language: str) -> list[str]:
    """The lines as a fenced block; each stays one line."""
    harmless = [for_terminal(line) for line in lines]
    ticks = "`" * max(3, 1 + max(map(_longest_run, harmless), default=0))
    return [f"{ticks}{language}", *harmless, ticks]


def length(text: str) -> int:
    """How much of a comment's room the text takes: characters beyond the basic plane count twice.

    So does an at sign: whoever posts the text for a stranger puts something after it, so that it mentions nobody.
    """
    return len(text) + sum(1 for character in text if character == "@" or ord(character) > 0xFFFF)


def _inactive(found: re.Match[str]) -> str:
    mark = found.group()
    return f"{mark}&#8203;" if len(mark) > 1 else _ENTITIES.get(mark, f"\\{mark}")


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)
