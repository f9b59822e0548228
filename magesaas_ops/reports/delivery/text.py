"""``delivery`` for a terminal: installation by installation, its verdict, why, and a line per feed."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from magesaas_ops.model.delivery import DeliveryVerdict
from magesaas_ops.reports.paint import Paint, paint_nothing
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.delivery import Delivery, DeliveryReport
    from magesaas_ops.model.feeds import Feed

_COLUMNS = ("FEED", "ITEMS", "SENT", "SINCE SWITCH", "WAITING", "REJECTED", "STUCK", "BACKLOG", "LAST SENT")
_COLORS = {
    DeliveryVerdict.SENT: "green",
    DeliveryVerdict.WAITING: "yellow",
    DeliveryVerdict.REJECTED: "red",
    DeliveryVerdict.STANDING_STILL: "red",
    DeliveryVerdict.UNKNOWN: "magenta",
}
UNPROVED = "nobody knows which SaaS environment got what counts as sent: the feeds were not marked at the switch"


def render(report: DeliveryReport, paint: Paint = paint_nothing) -> str:
    return "\n".join("\n".join(_block(one, paint)) + "\n" for one in report.deliveries)


def _block(delivery: Delivery, paint: Paint) -> Iterator[str]:
    target = f" → {for_terminal(delivery.saas_environment_id)}" if delivery.saas_environment_id else ""
    verdict = paint(delivery.verdict.value.replace("-", " "), _COLORS.get(delivery.verdict, "bold"))
    yield f"{paint(for_terminal(delivery.installation), 'bold')}{target}: {verdict}"
    for reason in delivery.reasons:
        yield f"  {for_terminal(reason)}"
    if delivery.verdict in {DeliveryVerdict.SENT, DeliveryVerdict.WAITING} and not delivery.is_proved:
        yield f"  {UNPROVED}"
    if delivery.feeds:
        yield from _table(delivery, paint)


def _table(delivery: Delivery, paint: Paint) -> Iterator[str]:
    rows = [_cells(feed) for feed in delivery.feeds]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    yield paint("  " + _line(_COLUMNS, widths), "bold")
    for cells in rows:
        yield "  " + _line(cells, widths)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *numbers = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in numbers)]).rstrip()


def _cells(feed: Feed) -> tuple[str, ...]:
    about = "~" if feed.is_approximate else ""
    last = datetime.fromtimestamp(feed.last_sent, timezone.utc) if feed.last_sent else None
    return (
        for_terminal(feed.name),
        f"{about}{feed.items:,}",
        f"{about}{feed.sent:,}",
        _number(feed.sent_since),
        f"{feed.waiting:,}",
        f"{feed.rejected:,}",
        f"{feed.stuck_deletions:,}",
        _number(feed.backlog),
        last.strftime("%Y-%m-%d %H:%M UTC") if last else "never",
    )


def _number(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"
