"""Which installations of a pyinfra run are one on the hosts, settled once, after one look at every host of the run."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from typing import TYPE_CHECKING

from magesaas_ops.converging.observer import look_at_all
from magesaas_ops.converging.session import open_session
from magesaas_ops.converging.twins import owners_beyond, settled
from magesaas_ops.transports.remote import fleet_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.twin import Twin
    from magesaas_ops.operations.hosts import RunHosts


def twins_of(hosts: RunHosts) -> Mapping[str, tuple[Twin, ...]]:
    """The twins of the installations of the run, whose hosts were looked at.

    Whoever has stamped a database that is not known to be its own is reached until the process ends, and looked at too.
    """
    fleet = fleet_of(str(hosts.inventory))
    nodes = {one.name: hosts.nodes_of(one) for one in hosts.installations}
    if owners := owners_beyond(nodes, fleet):
        sessions = ExitStack()
        atexit.register(sessions.close)
        session = sessions.enter_context(open_session(owners))
        look_at_all(session, session.nodes)
        nodes = {**nodes, **session.nodes}
    return settled(nodes, fleet, [one.name for one in hosts.installations])
