"""Reading a dump block by block: everything passes, but the rows of an attachment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.errors import MagesaasError
from magesaas_ops.scrubbing.statements import (
    CREATE,
    END_OF_CREATE,
    NOT_SQL,
    OTHER_WRITE,
    VALUES,
    WRITE,
    end_of_line,
    looks_like_a_write,
)
from magesaas_ops.scrubbing.tables import CONFIGURATION, Scrubbed, Tables, columns_created, columns_listed
from magesaas_ops.scrubbing.values import NotARow, after_row, begin_of_row, row_at
from magesaas_ops.scrubbing.window import Window

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable
    from typing import BinaryIO

    from magesaas_ops.scrubbing.tables import RowShape, TableKind

MOST_HEAD_BYTES = 1024
"""What may stand between the beginning of a statement and the name of its table."""
MOST_CREATE_BYTES = 1024 * 1024

REFUSED = b"\n;\nmagesaas scrub refused this dump: do not use what stands above;\n"
"""No SQL: written where a dump is given up, so that the client that restores it stops with an error."""


class Unscrubbable(MagesaasError):
    """The dump holds something that cannot be judged; nothing after it was written."""


def scrub(source: BinaryIO, sink: BinaryIO, *, table_prefix: str | None = None) -> Scrubbed:
    """Copy a dump and leave out every row of an attachment.

    ``table_prefix`` is that of the Magento; None: a table whose name only ends like one of Magento's counts when the
    dump's CREATE TABLE gives it Magento's columns. Memory is bounded by the longest row of the tables that count.
    Raises Unscrubbable for whatever cannot be parsed, after writing to ``sink`` a line that is no SQL; OSError.
    """
    work = _Dump(Window(source, sink), Tables(None if table_prefix is None else table_prefix.encode()))
    try:
        work.run()
    except Unscrubbable:
        sink.write(REFUSED)
        sink.flush()
        raise
    sink.flush()
    return work.scrubbed


class _Dump:
    """Goes from one mention of a table that counts to the next."""

    def __init__(self, window: Window, tables: Tables) -> None:
        self.window = window
        self.tables = tables
        self.scrubbed = Scrubbed()

    def run(self) -> None:
        window = self.window
        window.watch(CONFIGURATION.name, self.tables.needles)
        window.read()
        for magic, reason in NOT_SQL.items():
            if window.bytes.startswith(magic):
                raise self._refusal(reason.partition(":")[0], hint=reason.partition(": ")[2])
        while (found := window.next_mention()) is not None:
            window.have(found + MOST_HEAD_BYTES)
            self._mentioned(found)
        window.pass_all()

    def _mentioned(self, found: int) -> None:
        window = self.window
        begin = window.begin_of_line(found, MOST_HEAD_BYTES)
        if begin is None:
            self._leave(found)
        elif (create := CREATE.match(window.bytes, begin)) and create.end(1) > found:
            self._created(create)
        elif (write := WRITE.match(window.bytes, begin)) and write.end(1) > found:
            self._written(begin, write)
        elif (other := OTHER_WRITE.match(window.bytes, begin)) and other.end(1) > found and self._kind(other):
            raise self._refusal(f"a statement that changes {_shown(other.group(1))} is neither INSERT nor REPLACE")
        elif create := self._create_around(found):
            self._created(create)
        else:
            self._leave(found)

    def _create_around(self, found: int) -> re.Match[bytes] | None:
        """The CREATE TABLE of which the line of ``found`` is a column; each is read once."""
        at = self.window.bytes.rfind(b"CREATE TABLE", max(0, found - MOST_HEAD_BYTES), found)
        create = CREATE.match(self.window.bytes, at) if at >= 0 else None
        is_new = create is not None and create.group(1) not in self.tables.created
        return create if is_new and b";" not in self.window.bytes[at:found] else None

    def _leave(self, found: int) -> None:
        """A mention that begins no line: in a text, a comment, or in another statement about the table."""
        before = self.window.bytes[max(self.window.start, found - MOST_HEAD_BYTES // 4) : found]
        if looks_like_a_write(before):
            raise self._refusal(
                "a statement about a table that counts begins in the middle of a line, or a text looks like one",
                hint="Dump with one statement a line, as mysqldump and mariadb-dump do.",
            )

    def _created(self, create: re.Match[bytes]) -> None:
        window, name = self.window, create.group(1)
        end = window.search(END_OF_CREATE, create.end(), MOST_CREATE_BYTES)
        if end is None:
            raise self._refusal(f"the CREATE TABLE of {_shown(name)} does not end")
        quote = window.bytes[create.start(1) - 1 : create.start(1)]
        self.tables.create(name, columns_created(window.bytes[create.end() : end]), quote)
        window.watch(CONFIGURATION.name, self.tables.needles)
        if self._kind(create):
            self.scrubbed.tables.add(_shown(name))
        window.pass_to(end)

    def _kind(self, statement: re.Match[bytes]) -> TableKind | None:
        name = statement.group(1)
        try:
            return self.tables.kind_of(name)
        except LookupError:
            raise self._refusal(
                f"whether {_shown(name)} is Magento's cannot be told: the dump has rows of it, and no CREATE TABLE",
                hint="Say which prefix Magento's tables have: --table-prefix PREFIX, or --table-prefix '' for none.",
            ) from None

    def _written(self, begin: int, write: re.Match[bytes]) -> None:
        window, name = self.window, write.group(1)
        kind = self._kind(write)
        if kind is None:
            window.pass_to(write.end())
            return
        shown = _shown(name)
        values = VALUES.match(window.bytes, write.end())
        if values is None:
            raise self._refusal(f"{shown} gets its rows in another way than by a list of VALUES")
        listed = columns_listed(values.group(1) or b"")
        shape = self.tables.shape_of(name, kind, listed)
        if shape is None:
            raise self._refusal(f"the columns of {shown} do not have {_shown(kind.key)}")
        self.scrubbed.tables.add(shown)
        window.pass_to(begin)
        try:
            self._rows(shown, kind, values.end(), shape)
        except NotARow:
            raise self._refusal(f"a row of {shown} cannot be parsed, or the dump ends in it") from None

    def _rows(self, name: str, kind: TableKind, position: int, shape: RowShape) -> None:
        """The rows of one statement, of which the first begins at ``position``; its head is not passed yet."""
        window, separator = self.window, b""
        head, kept = window.bytes[window.start : position], False
        while True:
            row, end = window.grown(row_at, position)
            if len(row) not in shape.widths:
                raise self._refusal(f"a row of {name} has {len(row)} values where {_listed(shape.widths)} belong")
            code = row[shape.key] or b""
            if kind.is_attachment(code):
                self.scrubbed.rows[(name, code.decode("utf-8", "replace"))] += 1
            else:
                window.write(separator if kept else head)
                window.write(window.bytes[position:end])
                kept = True
            after, is_last = window.grown(after_row, end)
            if is_last:
                break
            begin = window.grown(begin_of_row, after)
            separator = window.bytes[end:begin]
            window.drop_to(begin)
            position = window.forget(begin)
        if kept:
            window.write(window.bytes[end:after])
        else:
            after = end_of_line(window.bytes, after)
        window.drop_to(after)

    def _refusal(self, reason: str, *, hint: str = "") -> Unscrubbable:
        return Unscrubbable(
            f"byte {self.window.offset:,} of the dump: {reason}. Nothing from there on was written.", hint=hint
        )


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "replace")


def _listed(widths: Iterable[int]) -> str:
    return " or ".join(str(width) for width in sorted(widths))
