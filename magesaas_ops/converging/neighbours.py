"""What other installations have to do with those of a run: on one database, or claiming what is declared nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from magesaas_ops.converging.twins import twins_in
from magesaas_ops.facts.attachment import last_seen
from magesaas_ops.laws.claims import claimants
from magesaas_ops.model.host_state import HostState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyinfra.api.host import Host

    from magesaas_ops.converging.brief import Brief
    from magesaas_ops.converging.session import Session


def with_neighbours(brief: Brief, session: Session, installations: Sequence[str]) -> Brief:
    """The brief, with what is known of others after one look at every host of these installations."""
    twins = twins_in(session, brief.fleet, installations)
    return with_websites(replace(brief, twins=twins), session.nodes)


def with_websites(brief: Brief, nodes: Mapping[str, Mapping[str, Host]]) -> Brief:
    """The brief, with the websites that were seen on hosts beside those that are declared."""
    seen = {
        name: [code for one in map(last_seen, of_it.values()) if isinstance(one, HostState) for code in one.websites]
        for name, of_it in nodes.items()
    }
    return replace(brief, claimants=claimants(brief.fleet, seen))
