"""What is known of the delivery of an installation's data to its SaaS environment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from magesaas_ops.model.feeds import Feed


class DeliveryVerdict(str, Enum):
    """``nothing-owed``: declared to be attached to nothing. ``standing-still``: it will not end by waiting."""

    SENT = "sent"
    WAITING = "waiting"
    REJECTED = "rejected"
    STANDING_STILL = "standing-still"
    NOTHING_OWED = "nothing-owed"
    NOT_BUILT = "not-built"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Delivery:
    """``saas_environment_id`` is the id that the host uses now; ``reasons`` are for people."""

    installation: str
    verdict: DeliveryVerdict
    saas_environment_id: str = ""
    feeds: tuple[Feed, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def is_proved(self) -> bool:
        """Whether everything that counts as sent was sent since the switch to the present SaaS environment."""
        return bool(self.feeds) and all(feed.sent_since is not None for feed in self.feeds)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """The deliveries in the order of the inventory."""

    deliveries: tuple[Delivery, ...]

    def count(self, verdict: DeliveryVerdict) -> int:
        return sum(one.verdict is verdict for one in self.deliveries)
