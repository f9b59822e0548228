"""Inventory files → the model, with every defect told and every value's place kept.

Broken files never raise: what is wrong becomes ``fleet.defects``, and everything else is built.
"""

from __future__ import annotations

import gc
import posixpath
from contextlib import contextmanager
from typing import TYPE_CHECKING

from magesaas_ops.loading.document import unreadable_document
from magesaas_ops.loading.inventory_files import inventory_files
from magesaas_ops.loading.merging import merged_fleet
from magesaas_ops.loading.reading import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from magesaas_ops.model.inventory import Fleet

__all__ = ["fleet_from_files", "read_inventory"]


def read_inventory(path: Path) -> Fleet:
    """Read a file, or a folder recursively; raises ``NothingToLookAt`` when there is no inventory."""
    with _without_garbage_collection():
        documents = [
            unreadable_document(str(file.path), file.problem)
            if file.problem
            else read_document(str(file.path), str(file.path.parent), file.content)
            for file in inventory_files(path)
        ]
        return merged_fleet(documents)


def fleet_from_files(files: Mapping[str, bytes]) -> Fleet:
    """Read files that are in memory already, such as those of a revision; paths are written with ``/``."""
    with _without_garbage_collection():
        documents = [
            read_document(path, posixpath.dirname(path) or ".", content) for path, content in sorted(files.items())
        ]
        return merged_fleet(documents)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Build many objects at once that live long and have no cycles, without looking for cycles again and again.

    Everything that is alive at the end is left out of later searches; it is still freed when nobody refers to it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()
