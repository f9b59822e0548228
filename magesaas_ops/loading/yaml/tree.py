"""Bytes → a tree of YAML nodes that know their places, or the reasons why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yaml._yaml import CParser
from yaml.composer import ComposerError
from yaml.error import MarkedYAMLError, YAMLError

from magesaas_ops.loading.yaml.bounds import excess_of_aliases
from magesaas_ops.model.source import Place

if TYPE_CHECKING:
    from yaml.nodes import Node

MOST_BYTES = 16 * 1024 * 1024
MOST_LEVELS = 32

_UNPRINTABLE = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]")
_NESTED_FLOW = re.compile(rb"(?:[\[{][^\[\]{}]*){%d}[\[{]" % MOST_LEVELS)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_TOO_DEEP = f"it is nested deeper than {MOST_LEVELS} levels"
_MEANINGS = {
    "mapping values are not allowed in this context": "there is a `: ` where none can be: quote the value, or check "
    "the indentation",
    "found character that cannot start any token": "a character stands here that no value begins with (a tab, `@`, "
    "`%` or a backtick): indent with spaces, and quote such values",
    "found a tab character that violates indentation": "a tab stands where indentation is counted: indent with spaces",
    "did not find expected key": "the indentation does not fit the lines above, or a value should be quoted",
    "did not find expected '-' indicator": "the indentation does not fit the list above",
    "did not find expected ',' or ']'": "a list that began with `[` is not closed",
    "did not find expected ',' or '}'": "a mapping that began with `{` is not closed",
    "could not find expected ':'": "a key without `:`, or a text of several lines that should be quoted",
    "found unexpected end of stream": "a quotation mark is not closed",
    "found undefined alias": "an alias (`*name`) stands before any anchor (`&name`) of that name",
    "second occurrence": "an anchor of this name (`&name`) stands above already",
    "but found another document": "a second document begins here (`---`): one file is one document",
    "found incompatible YAML document": "only YAML 1.1 and 1.2 can be read",
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file has no tree, and where that shows; ``line`` and ``column`` count from 1."""

    reason: str
    line: int = 1
    column: int = 1

    def place(self, path: str) -> Place:
        return Place(path, self.line, self.column)


class _TooDeep(Exception):
    """Nesting beyond every inventory; the C parser would recurse until the process dies."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node


class _Composer(CParser):
    """Composes nodes without resolving tags: a node's tag is set only when one is written in the file."""

    def __init__(self, stream: bytes) -> None:
        super().__init__(stream)
        self.level = 0

    def resolve(self, kind: object, value: object, implicit: object) -> None:
        """Leave the tag open; the meaning of a scalar is decided where its value is read."""

    def descend_resolver(self, parent: Node | None, index: object) -> None:  # noqa: ARG002 (PyYAML's signature)
        self.level += 1
        if self.level > MOST_LEVELS and parent is not None:
            raise _TooDeep(parent)

    def ascend_resolver(self) -> None:
        self.level -= 1


def tree_of(data: bytes) -> Node | Unreadable | None:
    """Read one file; None when it holds nothing but comments."""
    data = data.removeprefix(_BYTE_ORDER_MARK)
    return _unreadable_bytes(data) or _composed(data)


def _unreadable_bytes(data: bytes) -> Unreadable | None:
    if len(data) > MOST_BYTES:
        return Unreadable(f"it has {len(data):,} bytes, more than {MOST_BYTES:,}")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _unreadable_at(data, error.start, "it is not UTF-8; save it as UTF-8")
    if found := _UNPRINTABLE.search(data):
        return _unreadable_at(data, found.start(), f"it holds the control character {_code_of(found.group())}")
    return None


def _composed(data: bytes) -> Node | Unreadable | None:
    try:
        root = _Composer(data).get_single_node()
    except _TooDeep as error:
        return _nested_flow(data) or _unreadable_node(error.node, _TOO_DEEP)
    except MarkedYAMLError as error:
        return _nested_flow(data) or _unreadable_by(error, data)
    except YAMLError:
        return Unreadable("it is not YAML: it holds a character that YAML does not allow")
    if root is not None and b"*" in data and b"&" in data and (excess := excess_of_aliases(root)):
        return _unreadable_node(excess.node, excess.reason)
    return root


def _nested_flow(data: bytes) -> Unreadable | None:
    """More open brackets than the bound: found here, because not every libyaml gets as far as our own count."""
    found = _NESTED_FLOW.search(data)
    return _unreadable_at(data, found.end() - 1, _TOO_DEEP) if found else None


def _unreadable_node(node: Node, reason: str) -> Unreadable:
    return Unreadable(reason, node.start_mark.line + 1, node.start_mark.column + 1)


def _unreadable_by(error: MarkedYAMLError, data: bytes) -> Unreadable:
    """Word a parser's complaint ourselves: neither a piece of the file nor a library's wording gets out."""
    reason = _MEANINGS.get(error.problem or "")
    if reason is None:
        reason = "an alias or anchor is wrong" if isinstance(error, ComposerError) else "it makes no sense from here on"
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Unreadable(f"it is not YAML: {reason}")
    if mark.line > data.count(b"\n"):  # the parser counts a line after a last one without a newline
        return _unreadable_at(data, len(data), f"it is not YAML: {reason}")
    return Unreadable(f"it is not YAML: {reason}", mark.line + 1, mark.column + 1)


def _unreadable_at(data: bytes, offset: int, reason: str) -> Unreadable:
    line, column = line_and_column(data, offset)
    return Unreadable(reason, line, column)


def line_and_column(data: bytes, offset: int) -> tuple[int, int]:
    """Where a byte stands, counted from 1, in characters as far as they can be decoded."""
    line = data.count(b"\n", 0, offset) + 1
    start = data.rfind(b"\n", 0, offset) + 1
    return line, len(data[start:offset].decode("utf-8", "replace")) + 1


def _code_of(raw: bytes) -> str:
    return f"U+{ord(raw.decode('utf-8')):04X}"
