"""A window over a dump: the bytes that were read and not yet written on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from magesaas_ops.scrubbing.values import MOST_ROW_BYTES, EndOfBytes, NotARow

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

BLOCK = 48 * 1024
LOOK_BACK = 2048
"""Bytes that stay in the window before a mention, so that the beginning of its line can be seen."""

LONGEST_HEAD = 512
_NOWHERE = -1
_HEADS = b"heads of statements"
_FIRST_LETTERS = frozenset(bytes([letter]) for letter in b"IRCULirculd \t/")

Parsed = TypeVar("Parsed")


class Window:
    """``bytes`` are in memory, of which those before ``start`` were dealt with already.

    Positions are those in ``bytes``; they hold until ``next_mention`` or ``forget`` is called.
    """

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self.bytes = b""
        self.start = 0
        self._forgotten = 0
        self._source = source
        self._sink = sink
        self._at_end = False
        self._searched = 0
        self._next: dict[bytes, int] = {}
        self._anywhere = b""
        self._in_heads: tuple[bytes, ...] = ()

    @property
    def offset(self) -> int:
        """How many bytes of the dump were dealt with."""
        return self._forgotten + self.start

    def read(self, size: int = BLOCK) -> bool:
        """Read more; whether there was more."""
        block = b"" if self._at_end else self._source.read(size)
        self._at_end = not block
        self._next.clear()
        self.bytes = self.bytes + block if self.bytes else block
        return bool(block)

    def have(self, end: int) -> None:
        """Read on until the window reaches to ``end``, or the dump ends."""
        while len(self.bytes) < end and self.read():
            pass

    def next_mention(self) -> int | None:
        """Where the next name stands that may matter; what lies well before it is passed."""
        while (found := self._mention()) is None:
            self._searched = max(self.start, len(self.bytes) - LOOK_BACK)
            self.pass_to(self._searched)
            self._searched = self.forget(self._searched)
            if not self.read():
                return None
        self._searched = found + 1
        return found

    def watch(self, anywhere: bytes, in_heads: Iterable[bytes]) -> None:
        """From here on, :meth:`next_mention` looks for ``anywhere``, and for the others at the heads of statements."""
        self._anywhere, self._in_heads = anywhere, tuple(in_heads)
        self._next.clear()

    def _mention(self) -> int | None:
        start = max(self.start, self._searched)
        found = [self._found(self._anywhere, start, self._find)]
        if self._has_long_lines(start):
            found.append(self._found(_HEADS, start, self._find_in_heads))
        else:
            found += [self._found(needle, start, self._find) for needle in self._in_heads]
        return min((at for at in found if at >= 0), default=None)

    def _found(self, needle: bytes, start: int, find: Callable[[bytes, int], int]) -> int:
        known = self._next.get(needle)
        if known is None or 0 <= known < start:
            known = self._next[needle] = find(needle, start)
        return known

    def _find(self, needle: bytes, start: int) -> int:
        return self.bytes.find(needle, start)

    def _has_long_lines(self, start: int) -> bool:
        """Whether walking from line to line is faster than searching: a look at every line costs as much as 1 kB."""
        return self.bytes.count(b"\n", start) * 1024 < len(self.bytes) - start

    def _find_in_heads(self, _heads: bytes, start: int) -> int:
        """The first of the names in the first bytes of a line; a line that begins before ``start`` was looked at."""
        newline = self.bytes.find(b"\n", start)
        while newline >= 0:
            if self.bytes[newline + 1 : newline + 2] in _FIRST_LETTERS:
                head = self.bytes[newline + 1 : newline + 1 + LONGEST_HEAD]
                found = [at for at in map(head.find, self._in_heads) if at >= 0]
                if found:
                    return newline + 1 + min(found)
            newline = self.bytes.find(b"\n", newline + 1)
        return _NOWHERE

    def begin_of_line(self, position: int, most: int) -> int | None:
        """Where the line of ``position`` begins; None when that is dealt with, or too far before it."""
        newline = self.bytes.rfind(b"\n", max(0, self.start - 1, position - most), position)
        if newline >= 0:
            return newline + 1
        return 0 if self._forgotten == self.start == 0 and position <= most else None

    def search(self, pattern: re.Pattern[bytes], start: int, most: int) -> int | None:
        """Where the pattern begins, at most ``most`` bytes after ``start``."""
        while (found := pattern.search(self.bytes, start)) is None:
            if len(self.bytes) - start > most or not self.read():
                return None
        return found.start()

    def grown(self, parse: Callable[[bytes, int], Parsed], start: int) -> Parsed:
        """What ``parse`` makes of the window from ``start`` on, which grows until that is all there.

        Raises NotARow, also when the dump ends before it is.
        """
        while True:
            try:
                return parse(self.bytes, start)
            except EndOfBytes:
                held = len(self.bytes) - self.start
                if held > MOST_ROW_BYTES or not self.read(max(BLOCK, held)):
                    raise NotARow(start) from None

    def write(self, piece: bytes) -> None:
        self._sink.write(piece)

    def pass_to(self, end: int) -> None:
        """Write on what lies before ``end``."""
        if end > self.start:
            self._sink.write(memoryview(self.bytes)[self.start : end])
            self.start = end

    def drop_to(self, end: int) -> None:
        """Leave out what lies before ``end``."""
        self.start = max(self.start, end)

    def forget(self, position: int) -> int:
        """Free what was dealt with, now and then, but its last byte; where ``position`` is afterwards."""
        dealt_with = self.start - 1
        if dealt_with < BLOCK // 2:
            return position
        self.bytes = self.bytes[dealt_with:]
        self._forgotten += dealt_with
        self.start -= dealt_with
        self._searched -= dealt_with
        self._next.clear()
        return position - dealt_with

    def pass_all(self) -> None:
        """Write on everything that is left."""
        self.pass_to(len(self.bytes))
        while self.read():
            self.pass_to(len(self.bytes))
            self.forget(self.start)
