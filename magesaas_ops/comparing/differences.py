"""Two revisions of a fleet → what differs, by declared identity, equal changes on many installations folded."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from magesaas_ops.comparing.declarations import Declaration, Noun, declarations
from magesaas_ops.laws.unknowns import Unknowns
from magesaas_ops.model.change import Change, ChangeKind, Origin, Site, Value, Writing, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from magesaas_ops.model.inventory import Fleet

_NOUNS = tuple(Noun)
_INSTALLATION = re.compile(r"installations\.([^.\[]+)")


def changes(before: Fleet, after: Fleet) -> tuple[Change, ...]:
    """Everything that differs; the order depends on names alone, never on how the files are written."""
    return tuple(_folded(_Differ(before, after, Unknowns(before, after), _users(before, after)).all()))


@dataclass(frozen=True, slots=True)
class _Pair:
    """One thing in both revisions; None where it is not declared."""

    before: Declaration | None
    after: Declaration | None

    @property
    def either(self) -> Declaration:
        return self.after or self.before  # type: ignore[return-value]  # one of the two is declared

    @property
    def order(self) -> tuple[int, str]:
        return _NOUNS.index(self.either.noun), self.either.subject


@dataclass(frozen=True, slots=True)
class _Differ:
    before: Fleet
    after: Fleet
    unknowns: Unknowns
    users: Mapping[tuple[Noun, str], set[str]]

    def all(self) -> Iterator[Change]:
        old, new = declarations(self.before), declarations(self.after)
        pairs = [_Pair(old.get(subject), new.get(subject)) for subject in old.keys() | new.keys()]
        for pair in sorted(pairs, key=lambda pair: pair.order):
            if not self.unknowns.hide(pair.either.subject):
                yield from self._of_pair(pair)

    def _of_pair(self, pair: _Pair) -> Iterator[Change]:
        old, new = pair.before, pair.after
        if old is None or new is None:
            kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
            yield self._change(pair, "", kind, (old.value if old else None, new.value if new else None))
            return
        for key in sorted(old.fields.keys() | new.fields.keys()):
            if not self.unknowns.hide_field(new.subject, key):
                yield from self._of_field(pair, key, old, new)
        for key in new.members:
            yield from self._of_members(pair, key, old.members[key], new.members[key])

    def _of_field(self, pair: _Pair, key: str, old: Declaration, new: Declaration) -> Iterator[Change]:
        before, after = old.fields.get(key), new.fields.get(key)
        if key in old.fields and key in new.fields:
            if canonical(before) != canonical(after):
                yield self._change(pair, key, ChangeKind.CHANGED, (before, after))
        elif key in new.fields:
            yield self._change(pair, key, ChangeKind.ADDED, (None, after))
        else:
            yield self._change(pair, key, ChangeKind.REMOVED, (before, None))

    def _of_members(self, pair: _Pair, key: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
        removed, added = sorted(set(old) - set(new)), sorted(set(new) - set(old))
        respelt = _respelt(removed, added) if key == "websites" else {}
        for member in removed:
            before = f"{key}[{old.index(member)}]"
            if member in respelt:
                after = f"{key}[{new.index(respelt[member])}]"
                yield self._change(pair, key, ChangeKind.CHANGED, (member, respelt[member]), (before, after))
            else:
                yield self._change(pair, key, ChangeKind.REMOVED, (member, None), (before, key))
        for member in added:
            if member not in respelt.values():
                after = f"{key}[{new.index(member)}]"
                yield self._change(pair, key, ChangeKind.ADDED, (None, member), (key, after))

    def _change(
        self,
        pair: _Pair,
        key: str,
        kind: ChangeKind,
        values: tuple[Value, Value],
        paths: tuple[str, str] | None = None,
    ) -> Change:
        before_path, after_path = paths or (key, key)
        either = pair.either
        site = Site(
            f"{either.subject}.{after_path}" if key else either.subject,
            either.name if either.noun is Noun.INSTALLATION else None,
            _origin(self.before, pair.before, before_path),
            _origin(self.after, pair.after, after_path),
        )
        return Change(either.subject, key, kind, *values, tuple(sorted(self._concerned(either))), (site,))

    def _concerned(self, declared: Declaration) -> set[str]:
        """The installations that a change of this thing is about."""
        if declared.noun is Noun.INSTALLATION:
            return {declared.name}
        if declared.noun is Noun.WAIVER:
            named = _INSTALLATION.match(str(declared.fields["at"]))
            known = self.before.installations.keys() | self.after.installations.keys()
            return known & {named.group(1)} if named else set()
        return self.users.get((declared.noun, declared.name), set())


def _users(*fleets: Fleet) -> dict[tuple[Noun, str], set[str]]:
    """The installations that use an account, a SaaS project or a SaaS environment, in any of the revisions."""
    users: dict[tuple[Noun, str], set[str]] = {}
    for fleet in fleets:
        for installation in fleet.installations.values():
            used = [(Noun.ACCOUNT, installation.account)]
            if ref := installation.saas_environment:
                used += [(Noun.PROJECT, f"{ref.account}/{ref.project}"), (Noun.SAAS_ENVIRONMENT, str(ref))]
            for noun, name in used:
                if name is not None:
                    users.setdefault((noun, name), set()).add(installation.name)
    return users


def _respelt(removed: Iterable[str], added: Iterable[str]) -> dict[str, str]:
    """Website codes that differ in case only: the claim stays, but the host compares exactly."""
    old, new = Counter(code.lower() for code in removed), Counter(code.lower() for code in added)
    by_folded = {code.lower(): code for code in added}
    return {code: by_folded[code.lower()] for code in removed if old[code.lower()] == new[code.lower()] == 1}


def _origin(fleet: Fleet, declaration: Declaration | None, key: str) -> Origin | None:
    if declaration is None:
        return None
    at = fleet.places.of(f"{declaration.written}.{key}" if key else declaration.written)
    if not key or at is None:
        return Origin(at)
    if fleet.places.from_defaults(f"{declaration.written}.{key}"):
        return Origin(at, Writing.DEFAULTS)
    is_written = declaration.noun is Noun.WAIVER or at != fleet.places.of(declaration.written)
    return Origin(at, Writing.OWN if is_written else Writing.BUILT_IN)


def _folded(singles: Iterable[Change]) -> Iterator[Change]:
    """Put equal changes of several installations where the first of them stands."""
    groups: dict[tuple[str, ...], list[Change]] = {}
    for change in singles:
        identity = "" if change.sites[0].installation and change.field else change.subject
        key = (identity, change.field, change.kind.value, canonical(change.before), canonical(change.after))
        groups.setdefault(key, []).append(change)
    for group in groups.values():
        names = tuple(sorted({name for change in group for name in change.installations}))
        yield replace(group[0], installations=names, sites=tuple(change.sites[0] for change in group))
