"""The exports of a Magento to its SaaS environment, as the host counts them (contract §14)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FeedKind(str, Enum):
    """How a feed is sent: an immediate one row by row with a status, a legacy one by the time of its last sending."""

    IMMEDIATE = "immediate"
    LEGACY = "legacy"


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed. Counts are of items; times are Unix seconds of the host.

    ``sent`` says that some SaaS environment got them: no row knows which. ``sent_since`` counts those since the feeds
    were marked at the switch to the present one, and is None when they never were. ``rejected`` is never tried again
    until the item changes; ``stuck_deletions`` are tried for ever and never sent. ``backlog`` are changes that nobody
    has collected yet, None when cron does not collect them. ``lacks_items``: it has none, though there is something to
    export. ``is_approximate``: the table is too big to be counted, so ``items`` and ``sent`` are estimates and the
    others are counted to a bound. ``problem`` is why it could not be looked at.
    """

    name: str
    kind: FeedKind = FeedKind.IMMEDIATE
    items: int = 0
    sent: int = 0
    sent_since: int | None = None
    waiting: int = 0
    rejected: int = 0
    stuck_deletions: int = 0
    backlog: int | None = None
    indexer: str | None = None
    last_sent: int | None = None
    error: str | None = None
    is_locked: bool = False
    lacks_items: bool = False
    is_approximate: bool = False
    problem: str | None = None

    @property
    def is_collected(self) -> bool:
        """Whether everything that there is to export stands in its table."""
        return not self.backlog and self.indexer in {None, "valid"}


@dataclass(frozen=True, slots=True)
class Feeds:
    """All feeds of one Magento, and what sends them. ``cron_ran`` and ``now`` are Unix seconds of the host."""

    feeds: tuple[Feed, ...] = ()
    is_cron_enabled: bool = True
    cron_ran: int | None = None
    now: int = 0
