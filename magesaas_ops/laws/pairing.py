"""Two sets of things → which is which: by what they share, only one to one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from magesaas_ops.model.change import Sameness

Key = TypeVar("Key", bound=Hashable)


class Declared(Protocol):
    """What has an id once it exists, and may have had other names."""

    @property
    def name(self) -> str: ...

    @property
    def id(self) -> str | None: ...

    @property
    def formerly(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Pairs(Generic[Key]):
    """``former`` gives for each name of after the name that the same thing had before; ``by`` why, where that differs.

    ``later`` is the way back; ``gone`` were only before, ``new`` are only afterwards.
    """

    former: Mapping[Key, Key]
    later: Mapping[Key, Key]
    gone: tuple[Key, ...]
    new: tuple[Key, ...]
    by: Mapping[Key, Sameness]


@dataclass(slots=True)
class Pairing(Generic[Key]):
    """Pairs what is left of before and after, step by step; what was paired once stays so."""

    old: list[Key]
    new: list[Key]
    former: dict[Key, Key] = field(default_factory=dict)
    by: dict[Key, Sameness] = field(default_factory=dict)

    def pair(self, pairs: Mapping[Key, Key], by: Sameness | None = None) -> None:
        """Take over pairs (after → before) of things that are both left."""
        self.former.update(pairs)
        if by is not None:
            self.by.update({new: by for new, old in pairs.items() if new != old})
        self.leave_out(set(pairs.values()), pairs.keys())

    def leave_out(self, old: Collection[Key], new: Collection[Key]) -> None:
        """Take these out of what is left."""
        self.old = [one for one in self.old if one not in old]
        self.new = [one for one in self.new if one not in new]

    def pairs(self) -> Pairs[Key]:
        """What came of it; what is left is gone or new."""
        later = {old: new for new, old in self.former.items()}
        return Pairs(self.former, later, tuple(self.old), tuple(self.new), self.by)


def by_id_or_name(
    old: Mapping[Key, Declared], new: Mapping[Key, Declared], former: Callable[[Key, str], Key]
) -> Pairs[Key]:
    """By id; then by ``formerly`` and by name, where an id is missing on one side: two different ids are two things.

    ``former`` gives the key that something beside that key, of that name, had before.
    """
    pairing = Pairing(list(old), list(new))
    pairing.pair(only_partners(_ids(old), _ids(new)), Sameness.ID)

    def possible(key: Key, names: Iterable[str]) -> list[Key]:
        keys = (former(key, name) for name in names)
        return [one for one in keys if one in old and not (old[one].id and new[key].id)]

    left = {key: (key,) for key in pairing.old}
    pairing.pair(only_partners(left, {key: possible(key, new[key].formerly) for key in pairing.new}), Sameness.FORMERLY)
    left = {key: (key,) for key in pairing.old}
    pairing.pair(only_partners(left, {key: possible(key, (new[key].name,)) for key in pairing.new}))
    return pairing.pairs()


def _ids(declared: Mapping[Key, Declared]) -> dict[Key, tuple[str, ...]]:
    return {key: (one.id.lower(),) for key, one in declared.items() if one.id}


def same_names(old: Iterable[Key], new: Iterable[Key]) -> dict[Key, Key]:
    """Each name that stands on both sides."""
    known = set(old)
    return {one: one for one in new if one in known}


def only_partners(old: Mapping[Key, Collection[Hashable]], new: Mapping[Key, Collection[Hashable]]) -> dict[Key, Key]:
    """After → before, for each two that share a mark with one another and with nobody else."""
    owners: dict[Hashable, list[Key]] = {}
    for name, marks in old.items():
        for mark in set(marks):
            owners.setdefault(mark, []).append(name)
    partners = {name: {owner for mark in marks for owner in owners.get(mark, ())} for name, marks in new.items()}
    wanted: dict[Key, int] = {}
    for candidates in partners.values():
        for owner in candidates:
            wanted[owner] = wanted.get(owner, 0) + 1
    return {
        name: owner
        for name, candidates in partners.items()
        if len(candidates) == 1
        for owner in candidates
        if wanted[owner] == 1
    }
