"""Finding nodes by path and paths by node, with merge keys looked through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from yaml.nodes import CollectionNode, MappingNode, Node, SequenceNode

from magesaas_ops.loading.yaml.plain_values import is_merge_key
from magesaas_ops.model.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PathPart = str | int
Path = tuple[PathPart, ...]


class WrittenNode(NamedTuple):
    """A value and, when it stands in a mapping, its key."""

    key: Node | None
    value: Node


@dataclass(frozen=True, slots=True)
class NodePaths:
    """The tree of one file; the keys of a mapping are indexed when it is first looked into."""

    path: str
    root: Node
    _entries: dict[int, dict[str, WrittenNode]] = field(default_factory=dict, repr=False)

    def nearest(self, path: Path, start: WrittenNode | None = None) -> tuple[WrittenNode, int]:
        """The node at the path, or its nearest written parent, and how many steps of the path were found."""
        entry = start or WrittenNode(None, self.root)
        for found, step in enumerate(path):
            below = self.below(entry.value, step)
            if below is None:
                return entry, found
            entry = below
        return entry, len(path)

    def at(self, path: Path) -> WrittenNode | None:
        """The node at the path; None when nothing is written there."""
        entry, found = self.nearest(path)
        return entry if found == len(path) else None

    def below(self, node: Node, step: PathPart) -> WrittenNode | None:
        """One step down."""
        if isinstance(step, int):
            items = node.value if isinstance(node, SequenceNode) else []
            return WrittenNode(None, items[step]) if step < len(items) else None
        return self.entries(node).get(step)

    def entries(self, node: Node) -> dict[str, WrittenNode]:
        """The keys of a mapping, inherited ones included; the first of duplicates counts."""
        if not isinstance(node, MappingNode):
            return {}
        known = self._entries.get(id(node))
        if known is None:
            known = self._entries[id(node)] = dict(self._read_entries(node))
        return known

    def _read_entries(self, node: MappingNode) -> dict[str, WrittenNode]:
        own: dict[str, WrittenNode] = {}
        merged: list[Node] = []
        for key, value in node.value:
            if not isinstance(key.value, str):
                continue
            if is_merge_key(key):
                merged.extend(value.value if isinstance(value, SequenceNode) else [value])
            else:
                own.setdefault(key.value, WrittenNode(key, value))
        for mapping in merged:
            own = {**self.entries(mapping), **own}
        return own

    def place(self, entry: WrittenNode) -> Place:
        """Where to point: at the value, or at its key when the value is a block of lines below it."""
        is_block = isinstance(entry.value, CollectionNode) and not entry.value.flow_style
        return self.place_of_node(entry.key if entry.key is not None and is_block else entry.value)

    def place_of_node(self, node: Node) -> Place:
        return Place(self.path, node.start_mark.line + 1, node.start_mark.column + 1)

    def paths_of(self, nodes: Iterable[Node]) -> dict[int, list[Path]]:
        """Where nodes stand, by their ``id()``, aliases followed; the path of a key is that of its value."""
        paths: dict[int, list[Path]] = {id(node): [] for node in nodes}
        for path, node in self._walk(self.root, ()):
            if id(node) in paths:
                paths[id(node)].append(path)
        return paths

    def _walk(self, node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
        yield path, node
        if isinstance(node, MappingNode):
            for key, value in node.value:
                below = (*path, key.value) if isinstance(key.value, str) else path
                yield below, key
                yield from self._walk(value, below)
        elif isinstance(node, SequenceNode):
            for index, item in enumerate(node.value):
                yield from self._walk(item, (*path, index))
