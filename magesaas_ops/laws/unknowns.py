"""What could not be read on one side: it is told as unknown, never as added or removed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet

_NAMED = re.compile(r"(?:accounts|installations)\.([^.\[]+)")
_WHOLE_FILE = "inventory"


@dataclass(frozen=True, slots=True)
class Unknowns:
    """Answers what must not be compared, because one of the two revisions cannot be read there."""

    before: Fleet
    after: Fleet
    _unread_files: tuple[frozenset[str], frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_unread_files", (_unread_files(self.before), _unread_files(self.after)))

    @property
    def subjects(self) -> tuple[str, ...]:
        """The accounts and installations whose changes are unknown, sorted."""
        return tuple(sorted(set(self._subjects())))

    def hide(self, subject: str) -> bool:
        """Whether the account or installation that the subject is, or is a part of, is unreadable on one side."""
        named = _NAMED.match(subject)
        if named is None:
            return False
        return self._is_unreadable(named.group(0), named.group(1))

    def hide_field(self, subject: str, key: str) -> bool:
        """Whether one key of an installation was left out because it is wrong."""
        top = f"{subject}.{key.partition('.')[0]}"
        return any(defect.concerns(top) for fleet in (self.before, self.after) for defect in fleet.defects)

    def _is_unreadable(self, subject: str, name: str) -> bool:
        sides = ((self.before, self.after, 1), (self.after, self.before, 0))
        for here, there, index in sides:
            if name in here.unreadable and not _is_declared(here, subject, name):
                return True
            unread = self._unread_files[index]
            if unread and _is_declared(here, subject, name) and not _is_declared(there, subject, name):
                place = here.places.of(subject)
                if place and place.path in unread:
                    return True
        return False

    def _subjects(self) -> Iterator[str]:
        for fleet in (self.before, self.after):
            for section, names in (("accounts", fleet.accounts), ("installations", fleet.installations)):
                for name in names:
                    if self._is_unreadable(f"{section}.{name}", name):
                        yield f"{section}.{name}"
            for name in fleet.unreadable:
                if name not in fleet.accounts and name not in fleet.installations:
                    yield from (f"{section}.{name}" for section in _sections_of(fleet, name))


def _sections_of(fleet: Fleet, name: str) -> Iterator[str]:
    """Whether an unreadable name is an account or an installation: as the defects about it say."""
    for section in ("accounts", "installations"):
        if any(defect.concerns(f"{section}.{name}") for defect in fleet.defects):
            yield section


def _is_declared(fleet: Fleet, subject: str, name: str) -> bool:
    return name in (fleet.accounts if subject.startswith("accounts.") else fleet.installations)


def _unread_files(fleet: Fleet) -> frozenset[str]:
    """The files of which nothing, or not all, could be read."""
    return frozenset(defect.at.path for defect in fleet.defects if defect.at and defect.subject == _WHOLE_FILE)
