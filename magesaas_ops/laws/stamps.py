"""Whose stamp an installation carries: its own, under whatever name, or another one's, whose database was copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.inventory import Fleet
    from magesaas_ops.model.world import World


def names_of(fleet: Fleet) -> Mapping[str, str]:
    """Every name that an installation has or had, with the one that it has now."""
    former = {was: one.name for one in fleet.installations.values() for was in one.formerly}
    return {**former, **{name: name for name in fleet.installations}}


def is_stamped_here(state: HostState) -> bool:
    """Whether the stamp was written to the database that it is found in; also true on a cloned machine."""
    return state.stamp is not None and state.stamp.database != "" and state.stamp.database == state.database.key


def is_foreign(world: World, state: HostState) -> bool:
    """Whether the stamp is another installation's. A name that is declared nowhere, on the database that it was written
    to, is a former name of this one.
    """
    stamp, installation = state.stamp, world.desired.installation
    if stamp is None or stamp.installation == installation.name:
        return False
    owner = world.names.get(stamp.installation)
    if owner is None:
        return not is_stamped_here(state)
    return owner != installation.name
