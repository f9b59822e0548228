"""The end of what a program printed, fit to be shown to a person and to be kept in a log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from magesaas_ops.text.redacting import redacted

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_LINES = 6
LONGEST_LINE = 300
_MOST_CHARACTERS = 64 * 1024
"""What is looked at: far more than is shown, and little enough that no output takes long."""

_UNPRINTABLE = re.compile(
    r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def last_lines_of(
    printed: str, *, hiding: Iterable[str] = (), most: int = MOST_LINES, longest: int = LONGEST_LINE
) -> tuple[str, ...]:
    """Give the last lines that say anything: redacted (``hiding`` are known secrets), printable, each cut to a length.

    What precedes the last 64 KiB is never looked at.
    """
    text = _UNPRINTABLE.sub("", redacted(end_of(printed).replace("\r\n", "\n"), hiding=hiding))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(line if len(line) <= longest else f"{line[:longest]}…" for line in lines[-most:])


def end_of(printed: str) -> str:
    """The last 64 KiB at most, from a beginning of a line on: half a secret would not be known as one."""
    if len(printed) <= _MOST_CHARACTERS:
        return printed
    end = printed[-_MOST_CHARACTERS:]
    return end.partition("\n")[2] or "(one line of more than 64 KiB)"
