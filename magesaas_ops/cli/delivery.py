"""``magesaas delivery``: whether what the installations owe to their SaaS environments was sent there."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.host_options import parallel_option, sudo_password_option
from magesaas_ops.cli.options import color_option, inventory_option, limit_option, limited, verbose_option
from magesaas_ops.cli.output import format_option, show
from magesaas_ops.cli.signals import leave_if_interrupted
from magesaas_ops.cli.talk import Progress
from magesaas_ops.converging import look_at_all, open_session
from magesaas_ops.errors import HostUnreadable
from magesaas_ops.facts.attachment import forget, look_at
from magesaas_ops.laws.delivery import STALLED_SECONDS, delivery_of, left_to_send, standing_still
from magesaas_ops.loading import read_inventory
from magesaas_ops.model.delivery import Delivery, DeliveryReport, DeliveryVerdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from magesaas_ops.cli.output import Output
    from magesaas_ops.converging import Session
    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.secret_ref import Secret
    from magesaas_ops.reports.paint import Paint

FAILED, WAITING = 1, 4
LOOK_EVERY = 10.0
"""Seconds between two looks of ``--wait``; cron sends what waits within five minutes."""


@click.command
@inventory_option
@limit_option
@click.option("--wait", "is_waiting", is_flag=True, help="Look again until all is sent, or nothing more will be.")
@click.option(
    "--wait-at-most",
    type=click.FloatRange(min=0),
    default=60,
    show_default=True,
    metavar="MINUTES",
    help="With --wait: how long.",
)
@parallel_option
@sudo_password_option
@format_option("delivery")
@color_option
@verbose_option
def command(
    inventory: Path,
    limit: tuple[str, ...],
    is_waiting: bool,
    wait_at_most: float,
    parallel: int,
    sudo_password: Secret | None,
    outputs: tuple[Output, ...],
    paint: Paint,
) -> int:
    """Say per installation and feed what was sent, what waits, and what never will be sent. Nothing is written.

    Needs no secrets and asks no registry.

    Exit status: 0 all sent, 1 items rejected or an export standing still, 4 waiting, 7 some hosts unknown.
    """
    installations = limited(read_inventory(inventory), limit)
    reached = [replace(one, hosts=one.hosts[:1]) for one in installations if one.hosts]
    leave_if_interrupted()
    with open_session(reached, parallel=parallel, sudo_password=sudo_password) as session:
        deliveries = _looked_at(session, installations, [one.name for one in reached])
        if is_waiting:
            deliveries = _at_the_end(session, installations, deliveries, seconds=wait_at_most * 60)
    report = DeliveryReport(deliveries)
    show("delivery", report, outputs, paint)
    return status_of(report)


def _at_the_end(
    session: Session, installations: Sequence[Installation], deliveries: tuple[Delivery, ...], *, seconds: float
) -> tuple[Delivery, ...]:
    """The deliveries once nothing waits any more, or nothing moves, or the time is over."""
    now = time.monotonic()
    until, moved = now + seconds, dict.fromkeys(_waiting(deliveries), (now, -1))
    while moved and now < until:
        time.sleep(min(LOOK_EVERY, until - now))
        leave_if_interrupted()
        deliveries, now = _looked_at(session, installations, list(moved)), time.monotonic()
        left = {one.installation: left_to_send(one) for one in deliveries if one.verdict is DeliveryVerdict.WAITING}
        moved = {name: moved[name] if moved[name][1] == count else (now, count) for name, count in left.items()}
        stalled = {name for name, (since, _) in moved.items() if now - since >= STALLED_SECONDS}
        deliveries = tuple(standing_still(one) if one.installation in stalled else one for one in deliveries)
        moved = {name: at for name, at in moved.items() if name not in stalled}
    return deliveries


def status_of(report: DeliveryReport) -> int:
    """The exit status: what failed weighs more than a host that is unknown, and that more than what waits."""
    if report.count(DeliveryVerdict.REJECTED) or report.count(DeliveryVerdict.STANDING_STILL):
        return FAILED
    if report.count(DeliveryVerdict.UNKNOWN):
        return HostUnreadable.exit_status
    return WAITING if report.count(DeliveryVerdict.WAITING) else 0


def _looked_at(session: Session, installations: Sequence[Installation], names: Sequence[str]) -> tuple[Delivery, ...]:
    """Every delivery, those of ``names`` seen anew; the database is one, so the primary node speaks for all."""
    progress = Progress(len(names))
    for name in names:
        for host in session.nodes[name].values():
            forget(host)
    try:
        look_at_all(session, names, progress.show)
    finally:
        progress.end()
    return tuple(_delivery(session, one) for one in installations)


def _delivery(session: Session, installation: Installation) -> Delivery:
    hosts = list(session.nodes.get(installation.name, {}).values())
    if not hosts:
        return Delivery(installation.name, DeliveryVerdict.NOT_BUILT)
    return delivery_of(installation, look_at(hosts[0]))


def _waiting(deliveries: Sequence[Delivery]) -> list[str]:
    return [one.installation for one in deliveries if one.verdict is DeliveryVerdict.WAITING]
