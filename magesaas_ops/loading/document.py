"""What one inventory file declares, as plain values that have the right shape, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from magesaas_ops.model.defect import UNREADABLE_INVENTORY
from magesaas_ops.model.source import Place

if TYPE_CHECKING:
    from magesaas_ops.loading.shape.values import AccountValues, InstallationValues, WaiverValues
    from magesaas_ops.loading.yaml.places import NodePaths
    from magesaas_ops.model.finding import Finding


@dataclass(slots=True)
class Document:
    """What one file declares. Entities whose shape is wrong are not here, but named in ``unreadable``.

    ``installations`` have the file's defaults applied; waivers keep their index in the file.
    """

    path: str
    base: str
    nodes: NodePaths | None = None
    accounts: dict[str, AccountValues] = field(default_factory=dict)
    installations: dict[str, InstallationValues] = field(default_factory=dict)
    waivers: dict[int, WaiverValues] = field(default_factory=dict)
    defects: list[Finding] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)


def unreadable_document(path: str, reason: str) -> Document:
    """A file that could not even be opened."""
    finding = UNREADABLE_INVENTORY.finding(
        "inventory", f"{reason}. Nothing in this file was judged.", Place(path, 1, 1)
    )
    return Document(path, "", defects=[finding])
