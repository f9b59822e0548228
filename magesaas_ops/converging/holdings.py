"""Who holds which claim, as its nodes said last, and who is still to let go of one in this run.

One register for all installations of a run, also for those that are only looked at: whoever gains a claim waits here
until whoever held it was seen without it, or has ended.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gevent.event import Event

from magesaas_ops.laws.held_claims import gained_claims, held_claims
from magesaas_ops.model.host_state import HostState
from magesaas_ops.model.rival import Basis, Rival

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from magesaas_ops.converging.brief import Brief
    from magesaas_ops.converging.interruption import Interruption
    from magesaas_ops.model.host_state import Observation
    from magesaas_ops.model.inventory import Fleet, Installation
    from magesaas_ops.model.rival import ClaimKey
    from magesaas_ops.model.world import World

_NOT_LOOKED_AT = "it was not looked at"
_GONE = "it is declared no more, so nobody looks at it"


class Holdings:
    """What every installation holds: seen, or by what is known of one that did not answer."""

    def __init__(self, brief: Brief) -> None:
        self._fleet, self._before, self._assumed = brief.fleet, brief.held_before, brief.assumed_detached
        self._seen: dict[str, frozenset[ClaimKey]] = {}
        self._unseen: dict[str, str] = {}
        self._holders: dict[ClaimKey, set[str]] = defaultdict(set)
        self._by_website = _by_website(brief.fleet)
        self._leaving: set[str] = set()
        self._stays: dict[str, str] = {}
        self._changed = Event()
        for name, known in self._before.items():
            for claims in known.values():
                self._note(name, claims)

    def see(self, name: str, observed: Collection[Observation]) -> None:
        """Take down what the nodes of an installation say; those that say nothing change nothing that was seen."""
        if any(isinstance(state, HostState) for state in observed):
            held = held_claims(observed)
            if held != self._seen.get(name):
                for claim in self._seen.get(name, frozenset()):
                    self._holders[claim].discard(name)
                self._seen[name] = held
                self._note(name, held)
                self._wake()
        elif name not in self._seen:
            reasons = [state.reason.partition("\n")[0] for state in observed if not isinstance(state, HostState)]
            self._unseen[name] = f"it did not answer ({reasons[0]})" if reasons else _NOT_LOOKED_AT

    def leaves(self, names: Iterable[str]) -> None:
        """Say who is to let go in this run."""
        self._leaving = set(names)

    def stays(self, name: str, why: str) -> None:
        """Say that an installation lets go of nothing more in this run; ``why`` is a clause for people."""
        self._leaving.discard(name)
        self._stays[name] = why
        self._wake()

    def rivals_of(self, world: World) -> tuple[Rival, ...]:
        """The others that hold, or may hold, what this installation is to gain."""
        gained, own = gained_claims(world), world.desired.installation
        names = {name for claim in gained for name in self._holders.get(claim, ())}
        names |= {name for name in self._near(own, gained) if name not in self._seen}
        return tuple(rival for name in sorted(names) for rival in self._rivals(name, own, gained))

    def beyond(self, worlds: Iterable[World]) -> tuple[Installation, ...]:
        """Who is to be looked at as well, because it may hold what these are to gain."""
        names: set[str] = set()
        for world in worlds:
            gained, own = gained_claims(world), world.desired.installation
            names |= self._near(own, gained) | {name for claim in gained for name in self._holders.get(claim, ())}
        unknown = names - set(self._seen) - set(self._unseen)
        return tuple(one for one in self._fleet.installations.values() if one.name in unknown and one.hosts)

    def wait_for(self, names: Iterable[str], interruption: Interruption) -> None:
        """Wait until one of them was seen to hold something else, or lets go of nothing more, or an interruption."""
        waited_for = set(names)
        before = {name: self._seen.get(name) for name in waited_for}
        while waited_for <= self._leaving and all(self._seen.get(name) == held for name, held in before.items()):
            if interruption.has_begun():
                return
            changed = self._changed
            interruption.wait(changed)

    def _rivals(self, name: str, own: Installation, gained: frozenset[ClaimKey]) -> Iterator[Rival]:
        if name == own.name:
            return
        if name in self._seen:
            if claims := self._seen[name] & gained:
                lets_go = name in self._leaving
                why = "" if lets_go else self._stays.get(name, "this run does not change it")
                yield Rival(name, claims, Basis.SEEN, lets_go, why)
            return
        if name in self._assumed:
            return
        why = self._unseen.get(name, _NOT_LOOKED_AT if name in self._fleet.installations else _GONE)
        known = self._before.get(name)
        if known is None:
            yield Rival(name, gained, Basis.UNKNOWN, why=why)
            return
        for basis, claims in known.items():
            if claims & gained:
                yield Rival(name, claims & gained, basis, why=why)

    def _near(self, own: Installation, gained: frozenset[ClaimKey]) -> set[str]:
        """Those of the same account, or of none, that have a website of a code that is gained."""
        accounts = {own.account, None}
        return {
            one.name
            for code in {code for _, code in gained}
            for one in self._by_website.get(code, ())
            if one.account in accounts and one.name != own.name and one.hosts
        }

    def _note(self, name: str, claims: Iterable[ClaimKey]) -> None:
        for claim in claims:
            self._holders[claim].add(name)

    def _wake(self) -> None:
        """Wake up whoever waits."""
        changed, self._changed = self._changed, Event()
        changed.set()


def _by_website(fleet: Fleet) -> Mapping[str, tuple[Installation, ...]]:
    by_code: dict[str, list[Installation]] = defaultdict(list)
    for one in fleet.installations.values():
        for code in {code.lower() for code in one.websites}:
            by_code[code].append(one)
    return {code: tuple(those) for code, those in by_code.items()}
