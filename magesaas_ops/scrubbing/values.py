"""SQL literals and rows of literals, as dump tools write them (MySQL and MariaDB reference: literal values)."""

from __future__ import annotations

import re

MOST_ROW_BYTES = 64 * 1024 * 1024
"""Longer than any row that Magento can store in these tables: MEDIUMTEXT holds 16 MiB, escaping at most doubles it."""

MOST_BLANK_BYTES = 1024

_BETWEEN_ROWS = re.compile(rb"\s*([,;])")
_BEFORE_VALUE = re.compile(rb"\s*(?:_[A-Za-z0-9]+\s*(?=['\"0xXbB]))?")
_PLAIN = re.compile(rb"(?:0[xX]([0-9A-Fa-f]*)|NULL|null|TRUE|FALSE|true|false|[-+]?[0-9.][0-9.eE+-]*)(?=[\s,)])")
_BITS = re.compile(rb"[xX]'([0-9A-Fa-f]*)'|[bB]'[01]*'")
_END_OF_LITERAL = re.compile(rb"[\s,);]")
_BETWEEN = re.compile(rb"\s*([,)])")
_ESCAPED = re.compile(rb"\\(.)|''|\"\"", re.DOTALL)
_MEANING = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}


class EndOfBytes(Exception):
    """What was given ends inside of a literal or a row; with more bytes it may go on."""


class NotARow(Exception):
    """Something stands here that no dump tool writes; the first argument is where."""


def row_at(sql: bytes, start: int) -> tuple[list[bytes | None], int]:
    """The values of the row whose ``(`` stands at ``start``, and where the bytes after its ``)`` begin.

    Text is unescaped, hexadecimal decoded; anything else is the bytes as written, NULL is None.
    Raises EndOfBytes and NotARow.
    """
    values: list[bytes | None] = []
    position = start + 1
    while True:
        value, position = _value_at(sql, position)
        values.append(value)
        between = _BETWEEN.match(sql, position)
        if between is None:
            raise EndOfBytes if not sql[position : position + MOST_BLANK_BYTES].strip() else NotARow(position)
        position = between.end()
        if between.group(1) == b")":
            return values, position


def _value_at(sql: bytes, position: int) -> tuple[bytes | None, int]:
    before = _BEFORE_VALUE.match(sql, position)
    begin = before.end() if before else position
    first = sql[begin : begin + 1]
    if first in (b"'", b'"'):
        end = _end_of_text(sql, begin)
        return _ESCAPED.sub(_unescaped, sql[begin + 1 : end - 1]), end
    found = _PLAIN.match(sql, begin) or _BITS.match(sql, begin)
    if found is None:
        raise EndOfBytes if len(sql) - begin < MOST_ROW_BYTES and not _ends_soon(sql, begin) else NotARow(begin)
    if found.lastindex and (digits := found.group(1)) is not None:
        return bytes.fromhex(digits.decode("ascii").rjust(len(digits) + len(digits) % 2, "0")), found.end()
    text = found.group()
    return (None if text.upper() == b"NULL" else text), found.end()


def _ends_soon(sql: bytes, begin: int) -> bool:
    """Whether the literal that is none is complete: then more bytes would not make it one."""
    return _END_OF_LITERAL.search(sql, begin) is not None


def _end_of_text(sql: bytes, begin: int) -> int:
    """Where the bytes after the closing quotation mark begin."""
    quote = sql[begin : begin + 1]
    position = begin + 1
    while True:
        found = sql.find(quote, position)
        if found < 0 or found + 1 >= len(sql):
            raise EndOfBytes
        between = sql[position:found]
        slashes = len(between) - len(between.rstrip(b"\\"))
        if slashes % 2:
            position = found + 1
        elif sql[found + 1 : found + 2] == quote:
            position = found + 2
        else:
            return found + 1


def _unescaped(found: re.Match[bytes]) -> bytes:
    letter: bytes | None = found.group(1)
    return found.group()[:1] if letter is None else _MEANING.get(letter, letter)


def after_row(sql: bytes, start: int) -> tuple[int, bool]:
    """Where the bytes after the comma or semicolon behind a row begin, and whether the row was the last."""
    found = _BETWEEN_ROWS.match(sql, start)
    if found is None:
        raise EndOfBytes if not sql[start : start + MOST_BLANK_BYTES].strip() else NotARow(start)
    return found.end(), found.group(1) == b";"


def begin_of_row(sql: bytes, start: int) -> int:
    """Where the ``(`` of the next row stands."""
    blank = sql[start : start + MOST_BLANK_BYTES]
    begin = start + len(blank) - len(blank.lstrip())
    if begin >= len(sql):
        raise EndOfBytes
    if sql[begin : begin + 1] != b"(":
        raise NotARow(begin)
    return begin
