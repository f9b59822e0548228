"""Two installations of the inventory that are one on the hosts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Twin:
    """Another installation on the same database, or on one that looks the same: ``node`` is ours, ``other`` theirs.

    ``doubt`` says why it could not be settled, a clause for people; empty when it is proven. ``other`` is empty when
    none of its nodes could be asked.
    """

    installation: str
    node: str
    other: str = ""
    doubt: str = ""

    @property
    def is_proven(self) -> bool:
        return not self.doubt
