"""Where a platform shows a finding that has no place of its own: every one of them asks for a file and a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.source import Place

if TYPE_CHECKING:
    from magesaas_ops.model.finding import Finding

NOWHERE = Place("inventories", 1, 1)


def position_of(finding: Finding) -> Place:
    """The finding's place, or that of something related, or else the folder that inventories are in by default."""
    related = (one.place for one in finding.related if one.place)
    return finding.at or next(related, NOWHERE)
