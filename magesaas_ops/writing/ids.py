"""Filling ids into inventory files that people wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yaml.nodes import MappingNode

from magesaas_ops.errors import MagesaasError
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.loading.yaml.places import NodePaths
from magesaas_ops.loading.yaml.tree import Unreadable, tree_of
from magesaas_ops.writing.files import replace_file
from magesaas_ops.writing.insertions import Insertion, with_insertions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from magesaas_ops.model.registry_listing import FoundId
    from magesaas_ops.model.source import Places

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class EditedFile:
    """A file with ids filled in; ``ids`` says how many."""

    path: str
    before: bytes
    after: bytes
    ids: int


def files_with_ids(files: Mapping[str, bytes], places: Places, found: Sequence[FoundId]) -> tuple[EditedFile, ...]:
    """What the files are once the ids stand in them, a line each (in braces: first), and nothing else moved.

    Raises MagesaasError when one cannot be filled in without changing something else as well; then none is.
    """
    by_file: dict[str, list[FoundId]] = {}
    for one in found:
        place = places.of(".".join(one.path))
        by_file.setdefault(place.path if place else "", []).append(one)
    edited = tuple(
        EditedFile(path, files[path], _with_ids(path, files[path], ids), len(ids)) for path, ids in by_file.items()
    )
    for file in edited:
        _make_sure(file, by_file[file.path])
    return edited


def write_files(files: Sequence[EditedFile]) -> None:
    """Put the edited files in place, each at once; raises MagesaasError, also when one was changed meanwhile."""
    for file in files:
        replace_file(file.path, file.before, file.after)


def _with_ids(path: str, content: bytes, found: Sequence[FoundId]) -> bytes:
    tree = tree_of(content)
    if tree is None or isinstance(tree, Unreadable):
        raise MagesaasError(f"{path} cannot be read", hint="See: magesaas check")
    nodes = NodePaths(path, tree)
    insertions = [_insertion(nodes, one) for one in found]
    mark = _BYTE_ORDER_MARK if content.startswith(_BYTE_ORDER_MARK) else b""
    return mark + with_insertions(content.removeprefix(mark).decode(), insertions).encode()


def _insertion(nodes: NodePaths, found: FoundId) -> Insertion:
    entry = nodes.at(found.path)
    node = entry.value if entry else None
    if entry is None or not isinstance(node, MappingNode) or nodes.paths_of([node])[id(node)] != [found.path]:
        where = nodes.place(entry) if entry else nodes.path
        raise MagesaasError(
            f"{where}: {'.'.join(found.path)} is written once for several places (an anchor, or a merge key)",
            hint=f"Write it out there, and run this again; or write `id: {found.id}` yourself.",
        )
    if node.value:
        first = node.value[0][0].start_mark
        return Insertion(first.line, first.column, f"id: {found.id}", is_in_braces=bool(node.flow_style))
    end = node.end_mark
    return Insertion(end.line, end.column - 1, f"id: {found.id}", is_in_braces=True, is_alone=True)


def _make_sure(file: EditedFile, found: Sequence[FoundId]) -> None:
    """Read it again as everybody will: the ids are there, and nothing that could be read before cannot be now."""
    before, after = (fleet_from_files({file.path: content}) for content in (file.before, file.after))
    for one in found:
        account = after.accounts.get(one.path[1])
        project = account.projects.get(one.path[3]) if account else None
        target = project.saas_environments.get(one.path[5]) if project and len(one.path) > 4 else project
        if target is None or target.id != one.id:
            raise MagesaasError(
                f"{file.path}: the id of {'.'.join(one.path)} cannot be filled in ({one.id!r})",
                hint="Nothing was written; write it yourself, and see magesaas check.",
            )
    if len(after.defects) > len(before.defects):
        raise MagesaasError(
            f"{file.path} could not be read as an inventory with these ids in it", hint="Nothing was written."
        )
