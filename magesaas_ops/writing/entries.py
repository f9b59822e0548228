"""Adding entries to mappings of an inventory file, or beginning one; everything else stays, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yaml.nodes import MappingNode, SequenceNode

from magesaas_ops.errors import MagesaasError
from magesaas_ops.loading.yaml.places import NodePaths
from magesaas_ops.loading.yaml.tree import Unreadable, tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yaml.nodes import Node

_STEP = "  "


def with_entries(path: str, text: str, where: tuple[str, ...], lines: Sequence[str]) -> str:
    """The text with entries (lines of YAML that begin at no indentation) at the end of the mapping ``where``.

    Where a last part of the path is not written yet, it is. Raises MagesaasError for a mapping in braces, which has no
    room for lines and comments, and for one that is written once for several places.
    """
    tree = tree_of(text.encode())
    if tree is None or isinstance(tree, Unreadable):
        raise MagesaasError(f"{path} cannot be read", hint="See: magesaas check")
    nodes = NodePaths(path, tree)
    entry, found = nodes.nearest(where)
    node, missing = entry.value, where[found:]
    if node.value == "" and found:  # `projects:` with nothing in it
        raise _no_room(nodes, node, where)
    if not isinstance(node, MappingNode) or node.flow_style or not node.value:
        raise _no_room(nodes, node, where)
    if len(nodes.paths_of([node])[id(node)]) != 1:
        raise _no_room(nodes, node, where)
    added = list(lines)
    for step in reversed(missing):
        added = [f"{step}:", *(f"{_STEP}{line}" for line in added)]
    indent = " " * node.value[0][0].start_mark.column
    before = text.split("\n")
    last = _last_line(node)
    end = "\r" if before[last].endswith("\r") else ""
    if last == len(before) - 1:
        before.append("")  # the last line had no end
    new = [f"{indent}{line}{end}" for line in added]
    return "\n".join([*before[: last + 1], *new, *before[last + 1 :]])


def _last_line(node: Node) -> int:
    """The line, from 0, on which the last value of a node ends."""
    if isinstance(node, MappingNode) and node.value and not node.flow_style:
        return _last_line(node.value[-1][1])
    if isinstance(node, SequenceNode) and node.value and not node.flow_style:
        return _last_line(node.value[-1])
    mark = node.end_mark
    return mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line


def _no_room(nodes: NodePaths, node: Node, where: tuple[str, ...]) -> MagesaasError:
    return MagesaasError(
        f"{nodes.place_of_node(node)}: {'.'.join(where)} is written in a way that no lines can be added to",
        hint="Write it as lines, one entry below the other, not in braces and without an anchor; or name another file.",
    )
