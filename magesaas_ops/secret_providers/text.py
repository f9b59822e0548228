"""What all places do with the text that they find."""

from __future__ import annotations


def without_newline(text: str) -> str:
    """The text less one final line end, LF or CRLF: editors and programs put it there, and no secret means it."""
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text
