"""Where a platform shows a finding that has no place of its own: some of them take none without a file and a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from magesaas_ops.model.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from magesaas_ops.model.change import Change
    from magesaas_ops.model.finding import Finding

NOWHERE = Place("inventories", 1, 1)


def position_of(finding: Finding) -> Place:
    """The finding's place, or that of something related, or else the folder that inventories are in by default."""
    related = (one.place for one in finding.related if one.place)
    return finding.at or next(related, NOWHERE)


def with_former_places(findings: Iterable[Finding], changes: Iterable[Change]) -> list[Finding]:
    """The findings; one about something that is gone together with its file stands where that was."""
    former = {
        site.subject: site.before.at for change in changes for site in change.sites if site.before and site.before.at
    }
    return [finding if finding.at else replace(finding, at=former.get(finding.subject)) for finding in findings]
