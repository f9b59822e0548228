"""What of a fleet could not be read, although it is declared: unknown, never taken for missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.model.defect import DUPLICATE_KEY, PLAINTEXT_SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.inventory import Fleet

_ENTITY = re.compile(r"((?:accounts|installations)\.[^.\[]+)(?:\.([^.\[]+))?")
_WHOLE_FILE = "inventory"
_SECTIONS = frozenset({"accounts", "installations"})
_DROPPING_ENTITIES = frozenset({DUPLICATE_KEY.rule, PLAINTEXT_SECRET.rule})
"""At a section itself: it stands twice, or an entity was left out whose name is a key."""
_SPARE_KEYS = frozenset({"connection", "run_as", "php", "composer", "install", "packages", "tags"})
"""Keys of an installation that loading leaves out when they are wrong, and reads the rest."""


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What a fleet hides: ``entities`` are subjects of accounts and installations, ``fields`` subjects of their keys.

    With ``any`` set, a file could not be read, or has a section twice: it may hold what is declared nowhere else.
    """

    entities: frozenset[str]
    fields: frozenset[str]
    any: bool

    def hide_field(self, subject: str, key: str) -> bool:
        """Whether one key was left out because it is wrong, here or in the defaults."""
        top = key.partition(".")[0]
        return f"{subject}.{top}" in self.fields or f"defaults.{top}" in self.fields


def unknowns_of(fleet: Fleet) -> Unknowns:
    """Sort the defects of a fleet by what they hide."""
    entities, fields, is_any = set[str](), set[str](), False
    for defect in hiding_defects(fleet):
        for subject in defect.subjects:
            found = _ENTITY.match(subject)
            if found is None:
                fields.update({subject} if subject.startswith("defaults.") else ())
                is_any = (
                    is_any or subject == _WHOLE_FILE or (subject in _SECTIONS and defect.rule in _DROPPING_ENTITIES)
                )
            elif subject.startswith("installations.") and found.group(2) in _SPARE_KEYS:
                fields.add(found.group(0))
            else:
                entities.add(found.group(1))
    entities.update(_named_unreadable(fleet))
    return Unknowns(frozenset(entities), frozenset(fields), is_any)


def hiding_defects(fleet: Fleet) -> tuple[Finding, ...]:
    """The defects behind which something was not read; a key in a comment hides nothing."""
    return tuple(
        defect
        for defect in fleet.defects
        if not (defect.rule == PLAINTEXT_SECRET.rule and defect.subject == _WHOLE_FILE)
    )


def _named_unreadable(fleet: Fleet) -> Iterator[str]:
    """Names that loading left out; whether they are accounts or installations is told by the defects, else both."""
    for name in fleet.unreadable:
        sections = [one for one in ("accounts", "installations") if name not in getattr(fleet, one)]
        said = [one for one in sections if any(defect.concerns(f"{one}.{name}") for defect in fleet.defects)]
        yield from (f"{one}.{name}" for one in said or sections)
