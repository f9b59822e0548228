"""Looking at the hosts of many installations side by side, and planning each as soon as its hosts have answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.facts.attachment import look_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyinfra.api.host import Host

    from magesaas_ops.converging.brief import Brief
    from magesaas_ops.converging.session import Session
    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.plan import InstallationPlan


def observed_plans(
    session: Session,
    brief: Brief,
    installations: Iterable[Installation],
    tell: Callable[[str, str], None] = lambda _installation, _doing: None,
) -> tuple[InstallationPlan, ...]:
    """The plans of the installations, in their order, after one look at every host that may be looked at."""
    wanted = list(installations)
    looked_at = [one for one in wanted if brief.may_be_looked_at(one)]
    waiting = {one.name: set(one.hosts) for one in looked_at}

    def look(seat: tuple[str, str, Host]) -> None:
        name, node, host = seat
        look_at(host)
        waiting[name].discard(node)
        if not waiting[name]:
            tell(name, "looked at")

    seats = [(one.name, node, session.nodes[one.name][node]) for one in looked_at for node in one.hosts]
    session.pool.map(look, seats)
    return tuple(
        brief.plan_for(
            one,
            {node: look_at(host) for node, host in session.nodes[one.name].items()} if one in looked_at else {},
        )
        for one in wanted
    )
