"""Two revisions of a fleet → what differs, by declared identity, equal changes on many installations folded."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from magesaas_ops.comparing.declarations import Declaration, Noun, declarations
from magesaas_ops.comparing.users import Users
from magesaas_ops.model.change import Change, ChangeKind, Origin, Site, Value, Writing, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.change import Renamed
    from magesaas_ops.model.inventory import Fleet, SaasEnvironmentRef

_NOUNS = tuple(Noun)
_ENTITY = re.compile(r"(?:accounts|installations)\.[^.\[]+")


def changes(change: Transition) -> tuple[Change, ...]:
    """Everything that differs; the order depends on names alone, never on how the files are written."""
    return tuple(_folded(_Differ(change, Users(change)).all()))


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
    change: Transition
    users: Users

    def all(self) -> Iterator[Change]:
        equal = set(_equal(self.change))
        old = declarations(self.change.before, spared=equal)
        new = declarations(self.change.after, spared=equal)
        former = {new: old for new, old in former_subjects(self.change).items() if old not in equal}
        left = old.keys() - former.values()
        pairs = []
        for subject, declaration in new.items():
            was = former.get(subject, subject)
            is_paired = was in old and (subject in former or subject in left)
            left.discard(was)
            pairs.append(_Pair(old[was] if is_paired else None, declaration))
        pairs += [_Pair(old[subject], None) for subject in left]
        renamed = {one.after: one for one in self.change.identity.renamed}
        for pair in sorted(pairs, key=lambda pair: pair.order):
            if not self._is_unknown(pair.either.subject):
                if pair.before and pair.after and pair.after.name in renamed:
                    yield from self._of_name(pair, renamed[pair.after.name])
                if pair.before != pair.after:
                    yield from self._of_pair(pair)

    def _is_unknown(self, subject: str) -> bool:
        named = _ENTITY.match(subject)
        return named is not None and self.change.identity.hides(named.group(0))

    def _of_name(self, pair: _Pair, renamed: Renamed) -> Iterator[Change]:
        if pair.either.noun.value == renamed.noun:
            yield self._change(pair, "", ChangeKind.RENAMED, (renamed.before, renamed.after))

    def _of_pair(self, pair: _Pair) -> Iterator[Change]:
        old, new = pair.before, pair.after
        if old is None or new is None:
            kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
            yield self._change(pair, "", kind, (old.value if old else None, new.value if new else None))
            return
        for key in sorted(_differing(old.fields, new.fields)):
            if not self.change.identity.hides_field(new.subject, key):
                yield self._of_field(pair, key, old, new)
        for key in new.members:
            yield from self._of_members(pair, key, old.members[key], new.members[key])

    def _of_field(self, pair: _Pair, key: str, old: Declaration, new: Declaration) -> Change:
        before, after = old.fields.get(key), new.fields.get(key)
        if key in old.fields and key in new.fields:
            return self._change(pair, key, ChangeKind.CHANGED, (before, after))
        if key in new.fields:
            return self._change(pair, key, ChangeKind.ADDED, (None, after))
        return self._change(pair, key, ChangeKind.REMOVED, (before, None))

    def _of_members(self, pair: _Pair, key: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
        if old == new:
            return
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
            _origin(self.change.before, pair.before, before_path),
            _origin(self.change.after, pair.after, after_path),
        )
        return Change(either.subject, key, kind, *values, self.users.concerned(pair.before, pair.after), (site,))


def _equal(change: Transition) -> Iterator[str]:
    """The installations and whole accounts that are the same in everything: most of a large fleet."""
    yield from (new.subject for old, new in change.installations if old == new)
    for name, account in change.after.accounts.items():
        if account == change.before.accounts.get(name) and change.identity.accounts.former.get(name) == name:
            yield f"accounts.{name}"


def _differing(old: Mapping[str, Value], new: Mapping[str, Value]) -> Iterator[str]:
    """The keys of fields that are on one side only, or of which the values differ."""
    for key in old.keys() | new.keys():
        if key not in old or key not in new or not _are_equal(old[key], new[key]):
            yield key


def _are_equal(before: Value, after: Value) -> bool:
    """Whether two values are the same; ``1`` and ``True`` are not. Most are texts, and lists of texts: not dumped."""
    if isinstance(before, str) or (isinstance(before, list) and all(isinstance(item, str) for item in before)):
        return before == after
    return canonical(before) == canonical(after)


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


def former_subjects(change: Transition) -> dict[str, str]:
    """What two declarations are compared as: the same thing, or else another one that took over its name.

    A SaaS environment or project that has another id under the same name is another one. Readers see the line on which
    the id changed, so it is shown as that; what it means for data is the impact's to say.
    """
    same = change.identity
    former = {f"installations.{new}": f"installations.{old}" for new, old in same.installations.former.items()}
    former |= {f"accounts.{new}": f"accounts.{old}" for new, old in same.accounts.former.items()}
    projects = dict(same.projects.former)
    left = set(same.projects.gone)
    projects |= {key: was for key in same.projects.new if (was := same.former_project(key)) in left}
    former |= {_project_subject(*new): _project_subject(*old) for new, old in projects.items()}
    saas_environments: dict[SaasEnvironmentRef, SaasEnvironmentRef] = dict(same.saas_environments.former)
    refs = set(same.saas_environments.gone)
    for ref in same.saas_environments.new:
        account, project = projects.get((ref.account, ref.project), ("", ""))
        namesake = type(ref)(account, project, ref.name)
        if namesake in refs:
            saas_environments[ref] = namesake
    return former | {new.subject: old.subject for new, old in saas_environments.items()}


def _project_subject(account: str, project: str) -> str:
    return f"accounts.{account}.projects.{project}"
