"""Where the values of a fleet were written, found when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from magesaas_ops.loading.shape.values import MERGED_KEYS
from magesaas_ops.loading.subjects import path_of_subject

if TYPE_CHECKING:
    from magesaas_ops.loading.yaml.places import NodePaths, Path, WrittenNode
    from magesaas_ops.model.source import Place


@dataclass(frozen=True, slots=True)
class FleetPlaces:
    """Keeps the YAML nodes of every file; see :class:`magesaas_ops.model.source.Places`.

    Waivers are numbered through all files, so their places are given.
    """

    files: tuple[NodePaths, ...]
    waivers: tuple[Place | None, ...] = ()
    _by_name: dict[Path, NodePaths] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, subject: str) -> Place | None:
        path = path_of_subject(subject)
        if path[:1] == ("waivers",):
            index = path[1] if len(path) > 1 else -1
            return self.waivers[index] if isinstance(index, int) and 0 <= index < len(self.waivers) else None
        nodes = self._file_of(path)
        if nodes is None:
            return None
        entry, found = nodes.nearest(path)
        if found < len(path):
            entry = self._default(nodes, path) or entry
        return nodes.place(entry)

    def from_defaults(self, subject: str) -> bool:
        path = path_of_subject(subject)
        nodes = self._file_of(path)
        if nodes is None or nodes.at(path) is not None:
            return False
        return self._default(nodes, path) is not None

    def _file_of(self, path: Path) -> NodePaths | None:
        """The first file that declares the account or installation."""
        if len(path) < 2:
            return None
        if not self._by_name:
            self._by_name.update(self._names())
        return self._by_name.get(path[:2])

    def _names(self) -> dict[Path, NodePaths]:
        """Which file to look into: without it, every look would scan all files."""
        return {
            (section, name): nodes
            for nodes in reversed(self.files)
            for section in ("accounts", "installations")
            if (entry := nodes.at((section,)))
            for name in nodes.entries(entry.value)
        }

    def _default(self, nodes: NodePaths, path: Path) -> WrittenNode | None:
        """Where the value stands in the file's defaults, if the installation does not replace it."""
        if path[0] != "installations" or len(path) < 3:
            return None
        if path[2] not in MERGED_KEYS and nodes.at(path[:3]) is not None:
            return None
        return nodes.at(("defaults", *path[2:]))
