"""Whether what an installation owes to its SaaS environment was sent there: a verdict, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.delivery import Delivery, DeliveryVerdict
from magesaas_ops.model.host_state import HostState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.feeds import Feed, Feeds
    from magesaas_ops.model.host_state import Observation
    from magesaas_ops.model.inventory import Installation

CRON_PATIENCE = 15 * 60
"""Seconds without a cron job that ended well, after which nobody seems to run cron: its feeds are due every five
minutes (contract §14)."""


STALLED_SECONDS = 15 * 60
"""How long a delivery that is waited for may stay as it is: three turns of what sends again."""


def left_to_send(delivery: Delivery) -> int:
    """How many items are known to be still to be collected or sent."""
    return sum(feed.waiting + (feed.backlog or 0) for feed in delivery.feeds)


def standing_still(delivery: Delivery) -> Delivery:
    """The same delivery, waited for in vain."""
    locked = [feed.name for feed in delivery.feeds if feed.is_locked]
    held = f"; locked all the time: {', '.join(locked)}" if locked else ""
    reason = f"nothing was sent for {STALLED_SECONDS // 60} minutes{held}"
    return replace(delivery, verdict=DeliveryVerdict.STANDING_STILL, reasons=(reason, *delivery.reasons))


def delivery_of(installation: Installation, seen: Observation) -> Delivery:
    """Judge one installation by what its primary node says."""
    if not isinstance(seen, HostState):
        return Delivery(installation.name, DeliveryVerdict.UNKNOWN, reasons=(seen.reason,))
    if seen.feeds is None:
        return Delivery(installation.name, DeliveryVerdict.UNKNOWN, reasons=("the agent did not look at its feeds",))
    target = seen.value(paths.ENVIRONMENT_ID).effective
    if installation.saas_environment is None:
        verdict, reasons = DeliveryVerdict.NOTHING_OWED, _held_by(target)
    else:
        verdict, reasons = _judged(seen, seen.feeds)
    return Delivery(installation.name, verdict, target or "", seen.feeds.feeds, reasons)


def _held_by(target: str | None) -> tuple[str, ...]:
    return (f"it is declared to be attached to nothing, and still holds the id {target}",) if target else ()


def _judged(state: HostState, feeds: Feeds) -> tuple[DeliveryVerdict, tuple[str, ...]]:
    problems = tuple(f"{feed.name}: {feed.problem}" for feed in feeds.feeds if feed.problem)
    if problems:
        return DeliveryVerdict.UNKNOWN, problems
    stands = tuple(_standing(state, feeds))
    if stands:
        return DeliveryVerdict.STANDING_STILL, stands
    rejected = tuple(
        f"{feed.name}: {feed.rejected:,} rejected{_error(feed)}; they are sent again when they change"
        for feed in feeds.feeds
        if feed.rejected
    )
    if rejected:
        return DeliveryVerdict.REJECTED, rejected
    waiting = tuple(_waiting(feed) for feed in feeds.feeds if is_owed(feed))
    return (DeliveryVerdict.WAITING, waiting) if waiting else (DeliveryVerdict.SENT, ())


def is_owed(feed: Feed) -> bool:
    """Whether something of it is still to be collected or sent."""
    return bool(feed.waiting) or not feed.is_collected


def _standing(state: HostState, feeds: Feeds) -> Iterator[str]:
    """What will not end by waiting."""
    if not feeds.feeds:
        yield "no module there exports anything"
        return
    for feed in feeds.feeds:
        if feed.stuck_deletions:
            yield f"{feed.name}: {feed.stuck_deletions:,} deletions failed once and are never sent again{_error(feed)}"
        if feed.lacks_items and feed.is_collected:
            yield f"{feed.name}: its table is empty, though there is something to export and nothing collects it"
    if not any(is_owed(feed) for feed in feeds.feeds):
        return
    if not feeds.is_cron_enabled:
        yield "cron is disabled in app/etc/env.php: nothing is collected or sent"
    elif feeds.cron_ran is None:
        yield "cron never ran there"
    elif feeds.now - feeds.cron_ran > CRON_PATIENCE:
        yield f"cron last ran {(feeds.now - feeds.cron_ran) // 60:,} minutes ago"
    yield from _keys_missing(state)


def _keys_missing(state: HostState) -> Iterator[str]:
    pair = (paths.PRODUCTION_API_KEY, paths.PRODUCTION_PRIVATE_KEY)
    if state.environment == "sandbox":
        pair = (paths.SANDBOX_API_KEY, paths.SANDBOX_PRIVATE_KEY)
    missing = [path for path in (*pair, paths.ENVIRONMENT_ID) if state.value(path).effective is None]
    if missing:
        yield f"it cannot send: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set"
    yield from (f"it cannot sign: {path} does not decrypt" for path in pair if state.value(path).undecryptable)


def _waiting(feed: Feed) -> str:
    parts = [f"{feed.waiting:,} waiting{_error(feed)}"] if feed.waiting else []
    parts += [f"{feed.backlog:,} changes to collect"] if feed.backlog else []
    parts += [f"its indexer is {feed.indexer}"] if feed.indexer not in {None, "valid"} else []
    parts += ["being sent now"] if feed.is_locked else []
    return f"{feed.name}: {', '.join(parts)}"


def _error(feed: Feed) -> str:
    return f" ({feed.error})" if feed.error else ""
