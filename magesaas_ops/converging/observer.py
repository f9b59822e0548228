"""Looking at the hosts of many installations side by side, and planning each by what was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import gevent
from gevent.lock import BoundedSemaphore

from magesaas_ops.errors import Interrupted
from magesaas_ops.facts.attachment import look_at, remember
from magesaas_ops.model.host_state import HostUnknown
from magesaas_ops.model.plan import InstallationPlan, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyinfra.api.host import Host

    from magesaas_ops.converging.brief import Brief
    from magesaas_ops.converging.holdings import Holdings
    from magesaas_ops.converging.session import Session
    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.world import World


def look_at_all(
    session: Session,
    names: Iterable[str],
    show: Callable[[str, str], None] = lambda _installation, _doing: None,
) -> None:
    """One look at every host of these installations of the session.

    :raises Interrupted: nothing was written anywhere.
    """
    waiting = {name: set(session.nodes[name]) for name in names if name in session.nodes}

    def look(name: str, node: str, host: Host) -> None:
        with turns:
            _look_safely(host)
        waiting[name].discard(node)
        if not waiting[name]:
            show(name, "looked at")

    turns = BoundedSemaphore(session.parallel)
    seats = [(name, node, host) for name in waiting for node, host in session.nodes[name].items()]
    with session.interruption.watching():
        session.interruption.wait_for([gevent.spawn(look, *seat) for seat in seats])
    if session.interruption.has_begun():
        raise Interrupted("interrupted; nothing was written")


def plans_of(
    session: Session, brief: Brief, installations: Iterable[Installation], holdings: Holdings | None = None
) -> tuple[InstallationPlan, ...]:
    """The plans of the installations, in their order, as their hosts were last seen; ``holdings`` know their rivals."""
    return tuple(_plan(session, brief, one, holdings) for one in installations)


def _look_safely(host: Host) -> None:
    """Whatever looking raises is what this host answered."""
    try:
        look_at(host)
    except Exception as error:  # noqa: BLE001 (a host must not end the run of the others)
        remember(host, HostUnknown(f"looking at it failed: {type(error).__name__}: {error}"))


def world_of(session: Session, brief: Brief, installation: Installation) -> World:
    """The installation as its hosts were last seen."""
    nodes = session.nodes.get(installation.name, {})
    return brief.world(installation, {node: look_at(host) for node, host in nodes.items()})


def _plan(session: Session, brief: Brief, installation: Installation, holdings: Holdings | None) -> InstallationPlan:
    try:
        world = world_of(session, brief, installation)
        return brief.plan(replace(world, rivals=(*world.rivals, *holdings.rivals_of(world))) if holdings else world)
    except Exception as error:  # noqa: BLE001 (what cannot be planned is this installation's, and nobody else's)
        reason = f"planning failed: {type(error).__name__}: {error}. This is a bug of magesaas-ops; please report it."
        unknown = {"magesaas": reason}
        stage = installation.stage.value
        return InstallationPlan(installation.name, stage, Verdict.UNKNOWN, installation.hosts, unknown=unknown)
