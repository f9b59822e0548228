"""Claims by what they are on the hosts: who wants one, who holds one, whatever the inventory calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.saas_environments import comparable_id
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import HostState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from magesaas_ops.model.host_state import Observation
    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.rival import ClaimKey
    from magesaas_ops.model.world import World


def held_claims(observed: Iterable[Observation]) -> frozenset[ClaimKey]:
    """What nodes hold that could be looked at: every id in use, stored or supplied, with every website there."""
    held: set[ClaimKey] = set()
    for state in observed:
        if isinstance(state, HostState):
            attached = state.value(paths.ENVIRONMENT_ID)
            ids = {attached.effective, attached.value, attached.stored} - {None}
            held |= {(comparable_id(id_), code.lower()) for id_ in ids for code in state.websites if id_ is not None}
    return frozenset(held)


def wanted_claims(installation: Installation, id_: str | None) -> frozenset[ClaimKey]:
    """What an installation is to hold whose SaaS environment has that id; nothing while it has none."""
    return frozenset((id_, code.lower()) for code in installation.websites) if id_ else frozenset()


def gained_claims(world: World) -> frozenset[ClaimKey]:
    """What the installation is to hold and does not hold yet."""
    target = world.desired.saas_environment
    wanted = wanted_claims(world.desired.installation, target.id if target else None)
    return wanted - held_claims(world.observed.values())


def claims_to_leave(world: World) -> frozenset[ClaimKey]:
    """What the installation holds in a SaaS environment that is not its own any more, and others claim."""
    target, name = world.desired.saas_environment, world.desired.installation.name
    own = target.id if target else None
    held = held_claims(world.observed.values())
    return frozenset(claim for claim in held if claim[0] != own and set(world.claimants.get(claim, ())) - {name})
