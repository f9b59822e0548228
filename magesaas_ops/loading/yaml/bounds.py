"""Bounds on aliases: a file of a few lines must not stand for millions of values, or for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yaml.nodes import MappingNode, Node, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ALIASES = 1_000
MOST_ALIASED_VALUES = 100_000
MOST_EXPANDED_LEVELS = 32


@dataclass(frozen=True, slots=True)
class Excess:
    """The node at which a bound is passed, and which."""

    node: Node
    reason: str


class _Passed(Exception):
    def __init__(self, node: Node, reason: str) -> None:
        super().__init__(reason)
        self.excess = Excess(node, reason)


def excess_of_aliases(root: Node) -> Excess | None:
    """Where a file passes the bounds: aliases to themselves, too many, or expanding to too much."""
    try:
        _Measure().measure(root)
    except _Passed as passed:
        return passed.excess
    return None


class _Measure:
    """Walks every node once, in document order; a node met again is an alias."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[int, int]] = {}
        self.open: set[int] = set()
        self.aliases = 0
        self.aliased_values = 0

    def measure(self, node: Node) -> tuple[int, int]:
        """How many values and levels the node stands for, aliases expanded."""
        key = id(node)
        if key in self.open:
            raise _Passed(node, "an alias stands inside of what it refers to")
        if key in self.known:
            return self._aliased(node, *self.known[key])
        self.open.add(key)
        values, levels = 1, 0
        for child in _children(node):
            child_values, child_levels = self.measure(child)
            values += child_values
            levels = max(levels, child_levels)
        self.open.remove(key)
        if levels >= MOST_EXPANDED_LEVELS:
            raise _Passed(node, f"with its aliases it is nested deeper than {MOST_EXPANDED_LEVELS} levels")
        self.known[key] = values, levels + 1
        return values, levels + 1

    def _aliased(self, node: Node, values: int, levels: int) -> tuple[int, int]:
        self.aliases += 1
        self.aliased_values += values
        if self.aliases > MOST_ALIASES:
            raise _Passed(node, f"it has more than {MOST_ALIASES:,} aliases; use `defaults` or several files")
        if self.aliased_values > MOST_ALIASED_VALUES:
            raise _Passed(node, f"its aliases stand for more than {MOST_ALIASED_VALUES:,} values")
        return values, levels


def _children(node: Node) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, SequenceNode):
        yield from node.value
