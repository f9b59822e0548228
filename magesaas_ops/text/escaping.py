"""Making strings from inventories and hosts harmless where they are printed."""

from __future__ import annotations


def for_terminal(text: str) -> str:
    """Make everything visible that a terminal would obey: control, bidirectional and invisible characters."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _escaped(character) for character in text)


def _escaped(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return {"\n": r"\n", "\r": r"\r", "\t": r"\t"}.get(character, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
