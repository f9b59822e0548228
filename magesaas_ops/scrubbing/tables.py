"""Which tables of a dump hold an attachment, and which of their rows are one (contract §§2, 14)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


_IDENTIFIER = re.compile(rb'[`"]?([^`",\s()]+)[`"]?')
_COLUMN = re.compile(
    rb"^\s*(?:[`\"]([^`\"]+)[`\"]|(?!(?:PRIMARY|UNIQUE|FULLTEXT|SPATIAL|FOREIGN|KEY|INDEX|CONSTRAINT|CHECK|PERIOD)\b)(\w+))"
    rb"\s+[a-z]",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TableKind:
    """A table of Magento that holds a part of an attachment.

    ``name`` is its name without prefix; ``telling`` are the columns by which a table whose name only ends so is known;
    ``columns`` are all, in Magento's order, and ``widths`` how many of them there were over time; ``key`` is the
    column that says what a row is.
    """

    name: bytes
    telling: frozenset[bytes]
    columns: tuple[bytes, ...]
    widths: frozenset[int]
    key: bytes
    is_attachment: Callable[[bytes], bool]


CONFIGURATION = TableKind(
    b"core_config_data",
    frozenset({b"scope", b"scope_id", b"path"}),
    (b"config_id", b"scope", b"scope_id", b"path", b"value", b"updated_at"),
    frozenset({5, 6}),
    b"path",
    lambda path: path.lower().startswith((b"services_connector/", b"magesaas/")),
)
FLAGS = TableKind(
    b"flag",
    frozenset({b"flag_code", b"flag_data"}),
    (b"flag_id", b"flag_code", b"state", b"flag_data", b"last_update"),
    frozenset({5}),
    b"flag_code",
    lambda code: code.lower() in (b"system_config_snapshot", b"config_hash"),
)
KINDS = (CONFIGURATION, FLAGS)


@dataclass(frozen=True, slots=True)
class RowShape:
    """At which index the key of a row stands, and how many values a row may have."""

    key: int
    widths: frozenset[int]


@dataclass(slots=True)
class Scrubbed:
    """What was seen and what was taken out: counts by table as the dump names it, and by what the rows were."""

    tables: set[str] = field(default_factory=set)
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def has_configuration(self) -> bool:
        """Whether the dump has a configuration table at all; without one it is no dump of Magento."""
        return any(name.endswith(CONFIGURATION.name.decode()) for name in self.tables)


@dataclass(slots=True)
class Tables:
    """What is known of the dump's tables so far; ``prefix`` None: whatever the dump's CREATE TABLE gives away."""

    prefix: bytes | None
    created: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)
    _quotes: set[bytes] = field(default_factory=lambda: {b"`", b'"', b""})
    _flags: set[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self._flags = {(self.prefix or b"") + FLAGS.name}

    @property
    def needles(self) -> tuple[bytes, ...]:
        """What tells of the flags: ``flag`` alone is in too many texts, its columns and its rows' heads are not."""
        heads = (b"INTO " + quote + name + quote for quote in sorted(self._quotes) for name in sorted(self._flags))
        return (FLAGS.key, *heads)

    def create(self, name: bytes, columns: tuple[bytes, ...], quote: bytes) -> None:
        """Remember a CREATE TABLE; a dump tool quotes all names in one way."""
        self.created[name] = columns
        self._quotes = {quote if quote in (b"`", b'"') else b""}
        if self.kind_of(name) is FLAGS:
            self._flags.add(name)

    def kind_of(self, name: bytes) -> TableKind | None:
        """The kind of a table that counts; None for every other. Raises LookupError when nobody can say."""
        kind = next((kind for kind in KINDS if name.endswith(kind.name)), None)
        if kind is None:
            return None
        if self.prefix is not None:
            return kind if name == self.prefix + kind.name else None
        if name == kind.name:
            return kind
        if name not in self.created:
            raise LookupError
        return kind if kind.telling <= set(self.created[name]) else None

    def shape_of(self, name: bytes, kind: TableKind, listed: Sequence[bytes]) -> RowShape | None:
        """How rows of the table look, whose columns a statement may list; None when they have no key."""
        columns = tuple(listed) or self.created.get(name)
        if columns is None:
            return RowShape(kind.columns.index(kind.key), kind.widths)
        lowered = [column.lower() for column in columns]
        return RowShape(lowered.index(kind.key), frozenset({len(columns)})) if kind.key in lowered else None


def columns_created(body: bytes) -> tuple[bytes, ...]:
    """The columns of a CREATE TABLE, one a line as every dump tool writes them."""
    return tuple((quoted or bare).lower() for quoted, bare in _COLUMN.findall(body))


def columns_listed(text: bytes) -> tuple[bytes, ...]:
    """The columns that an INSERT names, without its parentheses."""
    return tuple(_IDENTIFIER.findall(text))
