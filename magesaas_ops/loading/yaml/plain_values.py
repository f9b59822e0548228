"""A tree of YAML nodes → plain values, and the problems that show on the way.

Merge keys are resolved as YAML does: own keys win, then the first mapping merged. Secrets are replaced by ``REDACTED``
before anything else sees them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from magesaas_ops.loading.yaml.scalars import REDACTED, PlainValue, misreading, plain_scalar
from magesaas_ops.loading.yaml.secret_shapes import looks_like_a_secret, masked, names_a_secret
from magesaas_ops.model.defect import (
    DUPLICATE_KEY,
    PLAINTEXT_SECRET,
    SCHEMA_VIOLATION,
    UNREADABLE_INVENTORY,
    Defect,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MERGE_KEY = "<<"
TAG_DETAIL = (
    "a YAML tag (a word that begins with `!`) stands here. Remove it; what a secret manager holds is written as "
    "{command: [argv...]}."
)
_MERGE_DETAIL = "a merge key (`<<`) takes an alias of a mapping, or a list of such."
DUPLICATE_DETAIL = "the key {key} stands twice in this mapping, and only one of the two would count; keep one."
NAME_DETAIL = "a name here has the shape of a key"
_SHORTEST_SECRET = 32
_ID_KEY = "id"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one node; ``first`` is the other node of a pair that contradict each other."""

    defect: Defect
    node: Node
    detail: str
    first: Node | None = None


@dataclass(slots=True)
class PlainReading:
    """Reads nodes into values and collects problems, each node's once however often it is aliased."""

    problems: list[Problem] = field(default_factory=list)
    _reported: set[tuple[int, str]] = field(default_factory=set)
    _secret_names: dict[str, bool] = field(default_factory=dict)

    def value(self, node: Node) -> PlainValue:
        """Read any node."""
        if is_tagged(node):
            self._report(UNREADABLE_INVENTORY, node, TAG_DETAIL)
        if isinstance(node, ScalarNode):
            if len(node.value) >= _SHORTEST_SECRET and looks_like_a_secret(node.value):
                return self._secret(node, "this text has the shape of a key")
            return scalar_of(node)
        if isinstance(node, MappingNode):
            return self._mapping(node)
        return [self.value(item) for item in node.value]

    def _mapping(self, node: MappingNode) -> dict[str, PlainValue]:
        own: dict[str, PlainValue] = {}
        keys: dict[str, Node] = {}
        merged: list[Node] = []
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key is None:
                continue
            if key in keys:
                self._report(DUPLICATE_KEY, key_node, DUPLICATE_DETAIL.format(key=masked(key)), keys[key])
                continue
            keys[key] = key_node
            if is_merge_key(key_node):
                merged.extend(self._merged(value_node))
            elif self._is_secret_name(key) and _is_filled(value_node):
                own[key] = self._secret(value_node, "a secret stands here in plain text")
            elif key == _ID_KEY and isinstance(value_node, ScalarNode) and not is_tagged(value_node):
                own[key] = scalar_of(value_node)
            else:
                own[key] = self.value(value_node)
        for mapping in merged:
            inherited = self.value(mapping)
            if isinstance(inherited, dict):
                own = {**inherited, **own}
        return own

    def _key(self, node: Node) -> str | None:
        """Read a key; None when it is none that a mapping can be read with."""
        if not isinstance(node, ScalarNode):
            self._report(SCHEMA_VIOLATION, node, "a list or mapping stands where a key should; write a name.")
            return None
        if is_tagged(node):
            self._report(UNREADABLE_INVENTORY, node, TAG_DETAIL)
        if len(node.value) >= _SHORTEST_SECRET and looks_like_a_secret(node.value):
            self._report(PLAINTEXT_SECRET, node, NAME_DETAIL)
            return None
        if type(meaning := scalar_of(node)) is not str:
            self._report(SCHEMA_VIOLATION, node, f"the key {misreading(node.value, meaning)}.")
        return str(node.value)

    def _merged(self, node: Node) -> Iterator[Node]:
        for merged in node.value if isinstance(node, SequenceNode) else [node]:
            if isinstance(merged, MappingNode):
                yield merged
            else:
                self._report(
                    SCHEMA_VIOLATION, node, "a merge key (`<<`) takes an alias of a mapping, or a list of such."
                )

    def _is_secret_name(self, key: str) -> bool:
        known = self._secret_names.get(key)
        if known is None:
            known = self._secret_names[key] = names_a_secret(key)
        return known

    def _secret(self, node: Node, detail: str) -> PlainValue:
        if is_tagged(node):
            self._report(UNREADABLE_INVENTORY, node, TAG_DETAIL)
        else:
            self._report(PLAINTEXT_SECRET, node, detail)
        return REDACTED

    def _report(self, defect: Defect, node: Node, detail: str, first: Node | None = None) -> None:
        if (id(node), defect.rule) not in self._reported:
            self._reported.add((id(node), defect.rule))
            self.problems.append(Problem(defect, node, detail, first))


def _is_filled(node: Node) -> bool:
    """Whether a scalar is a text or number, as opposed to empty, true or false."""
    return isinstance(node, ScalarNode) and bool(node.value) and not isinstance(scalar_of(node), bool | None)


def is_tagged(node: Node) -> bool:
    """Whether a tag is written at the node; the composer resolves none."""
    return cast("str | None", node.tag) is not None


def scalar_of(node: ScalarNode) -> PlainValue:
    """Read a scalar: quoted ones are text, whatever they look like."""
    return str(node.value) if node.style else plain_scalar(node.value)


def is_merge_key(node: Node) -> bool:
    """Whether a key is the merge key; in quotes it is a key like any other."""
    return isinstance(node, ScalarNode) and node.value == MERGE_KEY and not node.style
