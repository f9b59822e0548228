"""Puts a finding on a line that the change touched, so that a reviewer sees it next to the change.

What a finding is about may span files: the change touches one of its places, or something beside one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Related
from magesaas_ops.model.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from magesaas_ops.model.change import Change
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.inventory import Fleet

_FORMER_NOTE = "concerned too"


@dataclass(frozen=True, slots=True)
class Touched:
    """Every value that the change touched, by its subject, and by the thing that it is a part of."""

    before: Fleet
    after: Fleet
    by_subject: dict[str, Place]
    by_thing: dict[str, list[Place]]
    added: frozenset[str]

    @classmethod
    def by(cls, before: Fleet, after: Fleet, changes: Iterable[Change]) -> Touched:
        touched = cls(before, after, {}, {}, frozenset(_added(changes)))
        for change in changes:
            for site in change.sites:
                place = site.after.at if site.after and site.after.at else touched.left_of(site.subject)
                if place:
                    touched.by_subject[site.subject] = place
                    touched.by_thing.setdefault(_thing(site.subject), []).append(place)
        return touched

    def left_of(self, subject: str) -> Place | None:
        """Of something that is gone: the place of its neighbour above that is left in the same file, or below."""
        gone = self.before.places.of(_thing(subject))
        if gone is None or gone.path not in self.after.files:
            return None
        section = subject.partition(".")[0]
        names = self.before.accounts if section == "accounts" else self.before.installations
        neighbours = []
        for name in names:
            was = self.before.places.of(f"{section}.{name}")
            now = self.after.places.of(f"{section}.{name}")
            if was and now and was.path == now.path == gone.path:
                neighbours.append((was > gone, abs(was.line - gone.line), now))
        return min(neighbours)[2] if neighbours else Place(gone.path, 1, 1)

    def near(self, subject: str, at: Place | None) -> tuple[int, Place] | None:
        """The touched place that belongs to a subject, and how loosely: 0 is the subject itself."""
        parents = list(_parents(subject))
        if self.added.intersection((subject, *parents)) and at:
            return 0, at
        if subject in self.by_subject:
            return 0, self.by_subject[subject]
        for parent in parents:
            if parent in self.by_subject:
                return 1, self.by_subject[parent]
        below = [
            place for touched, place in self.by_subject.items() if touched.startswith((f"{subject}.", f"{subject}["))
        ]
        if below:
            return 1, min(below)
        beside = self.by_thing.get(_thing(subject))
        return (2, min(beside)) if beside else None

    def placed(self, finding: Finding) -> Finding:
        """The finding with a touched place first; every other place stays related. Unchanged when none is touched."""
        candidates = [Related(finding.subject, finding.at, _FORMER_NOTE), *finding.related]
        found = [
            (near[0], index, near[1])
            for index, candidate in enumerate(candidates)
            if (near := self.near(candidate.subject, candidate.place))
        ]
        if not found:
            at = finding.at or self.left_of(finding.subject)
            return replace(finding, at=at)
        _, index, place = min(found)
        chosen = candidates[index]
        others = [one for one in candidates if one is not chosen or not _is_on_line_of(one.place, place)]
        return replace(finding, subject=chosen.subject, at=place, related=tuple(others))


def _added(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        if not change.field and change.before is None:
            yield from (site.subject for site in change.sites)


def _is_on_line_of(own: Place | None, place: Place) -> bool:
    return own is None or (own.path, own.line) == (place.path, place.line)


def _parents(subject: str) -> Iterator[str]:
    while (cut := max(subject.rfind("."), subject.rfind("["))) > 0:
        subject = subject[:cut]
        yield subject


def _thing(subject: str) -> str:
    """The account or installation that a subject is a part of, waivers being things themselves."""
    steps = subject.split(".", 2)
    if steps[0] in {"accounts", "installations"} and len(steps) > 2:
        return ".".join(steps[:2])
    return subject
