"""``delivery`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.delivery import DeliveryVerdict
from magesaas_ops.reports.findings.json import Json, document

if TYPE_CHECKING:
    from magesaas_ops.model.delivery import Delivery, DeliveryReport
    from magesaas_ops.model.feeds import Feed


def render(report: DeliveryReport) -> str:
    return document(
        "delivery",
        {
            "installations": [_delivery(one) for one in report.deliveries],
            "summary": {verdict.value: report.count(verdict) for verdict in DeliveryVerdict},
        },
    )


def _delivery(delivery: Delivery) -> Json:
    return {
        "name": delivery.installation,
        "verdict": delivery.verdict.value,
        "saas_environment_id": delivery.saas_environment_id or None,
        "is_proved": delivery.is_proved,
        "reasons": list(delivery.reasons),
        "feeds": [_feed(feed) for feed in delivery.feeds],
    }


def _feed(feed: Feed) -> Json:
    """Times in Unix seconds of the host."""
    return {
        "name": feed.name,
        "kind": feed.kind.value,
        "items": feed.items,
        "sent": feed.sent,
        "sent_since_switch": feed.sent_since,
        "waiting": feed.waiting,
        "rejected": feed.rejected,
        "stuck_deletions": feed.stuck_deletions,
        "backlog": feed.backlog,
        "indexer": feed.indexer,
        "last_sent": feed.last_sent,
        "error": feed.error,
        "is_locked": feed.is_locked,
        "is_approximate": feed.is_approximate,
        "problem": feed.problem,
    }
