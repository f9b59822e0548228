"""Whether an installation that is not production hangs on a production SaaS environment, and by what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.laws.saas_environments import comparable_id
from magesaas_ops.model import host_state as paths

if TYPE_CHECKING:
    from magesaas_ops.model.host_state import HostState, Source
    from magesaas_ops.model.world import World


@dataclass(frozen=True, slots=True)
class Hold:
    """What attaches one node to production: ``ids`` of SaaS environments; ``lock`` is the source that supplies one.

    A lock is a file or variable that Magento prefers over the database. ``is_detachable`` says that detaching removes
    something: a row, or what only the cache still shows.
    """

    node: str
    ids: tuple[str, ...]
    lock: Source | None
    is_detachable: bool


def production_holds(world: World) -> tuple[Hold, ...]:
    """By which nodes an installation that is not production hangs on production; judged by value, row and cache."""
    if world.desired.installation.is_production:
        return ()
    holds = (_hold(world, node, state) for node, state in world.hosts.items())
    return tuple(hold for hold in holds if hold is not None)


def _hold(world: World, node: str, state: HostState) -> Hold | None:
    known = world.desired.production_ids
    known |= {id_ for id_, record in world.registry.records.items() if record.is_production}
    attached, type_ = state.value(paths.ENVIRONMENT_ID), state.value(paths.ENVIRONMENT_TYPE)

    def is_production(id_: str | None, type_text: str | None) -> bool:
        return id_ is not None and (comparable_id(id_) in known or _says_production(id_, type_text, world))

    supplied = is_production(attached.value, type_.value)
    stored = is_production(attached.stored, type_.stored)
    shown = is_production(attached.effective, type_.effective)
    if not (supplied or stored or shown):
        return None
    pairs = ((attached.value, supplied), (attached.stored, stored), (attached.effective, shown))
    ids = tuple(sorted({id_ for id_, holds in pairs if holds and id_ is not None}))
    lock = attached.locked_by if supplied else None
    return Hold(node, ids, lock, is_detachable=stored or (shown and lock is None))


def _says_production(id_: str, type_text: str | None, world: World) -> bool:
    """Whether the installation itself calls production what nobody else knows; ours are judged by their id alone."""
    target = world.desired.saas_environment
    is_ours = target is not None and target.id == comparable_id(id_)
    return not is_ours and (type_text or "").lower() == "production"
