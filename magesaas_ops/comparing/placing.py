"""Puts a finding on a line that the change touched, so that a reviewer sees it next to the change.

What a finding is about may span files: the change touches one of its places, or something beside one.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from magesaas_ops.model.change import ChangeKind
from magesaas_ops.model.finding import Related
from magesaas_ops.model.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from magesaas_ops.model.change import Change
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.inventory import Fleet

_FORMER_NOTE = "concerned too"


class Touched:
    """Every value that the change touched, found by its subject, by what holds it, and by the thing it is a part of."""

    def __init__(self, before: Fleet, after: Fleet, changes: Iterable[Change]) -> None:
        self.left = _Left(before, after)
        self.by_subject: dict[str, Place] = {}
        self.by_holder: dict[str, Place] = {}
        self.by_thing: dict[str, Place] = {}
        self.added: set[str] = set()
        for change in changes:
            for site in change.sites:
                if not change.field and change.kind is ChangeKind.ADDED:
                    self.added.add(site.subject)
                place = site.after.at if site.after and site.after.at else self.left.of(site.subject)
                if place:
                    self._touch(site.subject, place)

    def _touch(self, subject: str, place: Place) -> None:
        self.by_subject[subject] = place
        for holder in _holders(subject):
            self.by_holder[holder] = min(place, self.by_holder.get(holder, place))
        thing = _thing(subject)
        self.by_thing[thing] = min(place, self.by_thing.get(thing, place))

    def near(self, subject: str, at: Place | None) -> tuple[int, Place] | None:
        """The touched place that belongs to a subject, and how loosely: 0 is the subject itself."""
        holders = list(_holders(subject))
        if at and not self.added.isdisjoint((subject, *holders)):
            return 0, at
        if subject in self.by_subject:
            return 0, self.by_subject[subject]
        around = next((self.by_subject[holder] for holder in holders if holder in self.by_subject), None)
        if within := around or self.by_holder.get(subject):
            return 1, within
        beside = self.by_thing.get(_thing(subject))
        return (2, beside) if beside else None

    def placed(self, finding: Finding) -> Finding:
        """The finding with a touched place first; every other place stays related. Unchanged when none is touched."""
        candidates = [Related(finding.subject, finding.at, _FORMER_NOTE), *finding.related]
        found = [
            (near[0], index, near[1])
            for index, candidate in enumerate(candidates)
            if (near := self.near(candidate.subject, candidate.place))
        ]
        if not found:
            at = finding.at or self.left.of(finding.subject)
            return replace(finding, at=at)
        _, index, place = min(found)
        chosen = candidates[index]
        is_left = self.left.after.places.of(chosen.subject) is not None
        others = [one for one in candidates if one is not chosen or (is_left and not _is_on_line_of(one.place, place))]
        return replace(finding, subject=chosen.subject, at=place, related=tuple(others))


class _Left:
    """For something that is gone: the place of what stood above it in the same file and is left, or else below it."""

    def __init__(self, before: Fleet, after: Fleet) -> None:
        self.before = before
        self.after = after
        self._by_path: dict[str, list[tuple[Place, Place]]] | None = None

    def of(self, subject: str) -> Place | None:
        gone = self.before.places.of(_thing(subject))
        if gone is None or gone.path not in self.after.files:
            return None
        neighbours = self._neighbours().get(gone.path)
        if not neighbours:
            return Place(gone.path, 1, 1)
        index = bisect_left(neighbours, gone, key=lambda pair: pair[0])
        return neighbours[max(0, index - 1)][1]

    def _neighbours(self) -> dict[str, list[tuple[Place, Place]]]:
        """Per file, where each account and installation that stays in it was and is, from top to bottom."""
        if self._by_path is None:
            self._by_path = {}
            for section, names in (("accounts", self.before.accounts), ("installations", self.before.installations)):
                for name in names:
                    was = self.before.places.of(f"{section}.{name}")
                    now = self.after.places.of(f"{section}.{name}")
                    if was and now and was.path == now.path:
                        self._by_path.setdefault(was.path, []).append((was, now))
            for pairs in self._by_path.values():
                pairs.sort()
        return self._by_path


def _is_on_line_of(own: Place | None, place: Place) -> bool:
    return own is None or (own.path, own.line) == (place.path, place.line)


def _holders(subject: str) -> Iterator[str]:
    while (cut := max(subject.rfind("."), subject.rfind("["))) > 0:
        subject = subject[:cut]
        yield subject


def _thing(subject: str) -> str:
    """The account or installation that a subject is a part of, waivers being things themselves."""
    steps = subject.split(".", 2)
    if steps[0] in {"accounts", "installations"} and len(steps) > 2:
        return ".".join(steps[:2])
    return subject
