"""Which installations are one on the hosts, settled before anything is planned: by what was seen, then by asking."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from magesaas_ops.converging.interruption import side_by_side
from magesaas_ops.converging.observer import look_at_all
from magesaas_ops.converging.probing import Unsettled, is_one_database
from magesaas_ops.facts.attachment import last_seen
from magesaas_ops.laws.stamps import names_of
from magesaas_ops.laws.twins import concerning, owners_elsewhere, suspicions
from magesaas_ops.model.twin import Twin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyinfra.api.host import Host

    from magesaas_ops.converging.session import Session
    from magesaas_ops.laws.twins import Suspicion
    from magesaas_ops.model.host_state import Observation
    from magesaas_ops.model.inventory import Fleet, Installation

    Nodes = Mapping[str, Mapping[str, Host]]

_ON_A_CLUSTER = "their databases are of a cluster, where a lock that is not seen proves nothing"


def twins_in(session: Session, fleet: Fleet, installations: Iterable[str]) -> Mapping[str, tuple[Twin, ...]]:
    """The twins of these installations, by name, as their hosts were last seen.

    Whoever has stamped a database that is not known to be its own is looked at too, whatever this run is limited to.
    """
    if owners := owners_beyond(session.nodes, fleet):
        session.reach(owners)
        look_at_all(session, [one.name for one in owners])
    return settled(session.nodes, fleet, installations)


def owners_beyond(nodes: Nodes, fleet: Fleet) -> tuple[Installation, ...]:
    """The installations beyond these that have stamped a database which one of these uses."""
    owners = owners_elsewhere(_looks(nodes), names_of(fleet))
    return tuple(one for one in fleet.installations.values() if one.name in owners)


def settled(nodes: Nodes, fleet: Fleet, installations: Iterable[str]) -> Mapping[str, tuple[Twin, ...]]:
    """The twins of these installations among those whose nodes were looked at; asks where only that can settle it."""
    found = concerning(suspicions(_looks(nodes), names_of(fleet)), installations)
    doubts = side_by_side(lambda one: _doubt(one, nodes), found, at_once=len(found))
    twins: dict[str, list[Twin]] = defaultdict(list)
    for suspicion, doubt in zip(found, doubts, strict=True):
        if doubt is not None:
            node, other = suspicion.node, suspicion.other_node
            twins[suspicion.one].append(Twin(suspicion.other, node, other, doubt))
            twins[suspicion.other].append(Twin(suspicion.one, other, node, doubt))
    return {name: tuple(of_it) for name, of_it in twins.items()}


def _doubt(suspicion: Suspicion, nodes: Nodes) -> str | None:
    """Why it cannot be settled; empty when they are one, None when they are two."""
    if suspicion.doubt:
        return suspicion.doubt
    one, other = nodes[suspicion.one][suspicion.node], nodes[suspicion.other][suspicion.other_node]
    try:
        if is_one_database(one, other):
            return ""
    except Unsettled as error:
        return str(error)
    return _ON_A_CLUSTER if suspicion.is_clustered else None


def _looks(nodes: Nodes) -> Mapping[str, Mapping[str, Observation]]:
    """What the hosts said last; those that nobody looked at are left out."""
    return {
        name: {node: seen for node, host in of_it.items() if (seen := last_seen(host)) is not None}
        for name, of_it in nodes.items()
    }
