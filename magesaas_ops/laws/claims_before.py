"""What installations were declared to hold: in the inventory as it is, and in the revisions before."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from magesaas_ops.laws.addresses import addresses_of
from magesaas_ops.laws.claims import claimants
from magesaas_ops.laws.stamps import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from magesaas_ops.model.inventory import Fleet
    from magesaas_ops.model.rival import ClaimKey


def claims_before(fleet: Fleet, recent: Iterable[Fleet]) -> Mapping[str, frozenset[ClaimKey]]:
    """By installation, every claim that it is or was declared to hold; also of those that are declared no more.

    Who had another name is the one that it is now: by ``formerly``, or because a node of it stands where it stood. But
    two that stood in one revision side by side are two, whatever is said of them later.
    """
    names, places = names_of(fleet), _names_by_place(fleet)
    found: dict[str, set[ClaimKey]] = defaultdict(set)
    for revision in (fleet, *recent):
        now = {name: _now(name, revision, names, places) for name in revision.installations}
        for name in now.values():
            found[name] |= set()
        for claim, holders in claimants(revision).items():
            for name in holders:
                found[now[name]].add(claim)
    return {name: frozenset(claims) for name, claims in found.items()}


def _now(name: str, revision: Fleet, names: Mapping[str, str], places: Mapping[tuple[object, ...], str]) -> str:
    """What an installation of a revision is called now; its own name when nobody else can be it."""
    addresses = addresses_of(revision.installations[name])
    by_place = next((places[address.place] for address in addresses if address.place in places), None)
    now = names.get(name) or by_place or name
    return name if now in revision.installations else now


def _names_by_place(fleet: Fleet) -> Mapping[tuple[object, ...], str]:
    return {address.place: one.name for one in fleet.installations.values() for address in addresses_of(one)}
