"""Accepting a finding, with a reason, an owner and an expiry date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from magesaas_ops.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Waiver:
    """``at`` is a dotted subject, ``subject`` its own path; ``expires`` is the last day on which the waiver holds."""

    rule: str
    at: str
    reason: str
    owner: str
    expires: datetime.date
    subject: str

    def covers(self, finding: Finding) -> bool:
        """Whether it is meant for this finding: same rule, and ``at`` is, or is a parent of, one of its subjects."""
        return finding.rule == self.rule and self.accepts(finding.subjects)

    def accepts(self, subjects: Iterable[str]) -> bool:
        """Whether ``at`` is, or is a parent of, one of the subjects."""
        return any(one == self.at or one.startswith((self.at + ".", self.at + "[")) for one in subjects)

    def holds_on(self, day: datetime.date) -> bool:
        return day <= self.expires
