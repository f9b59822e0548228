"""What a rule finds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from magesaas_ops.model.source import Place

_INSTALLATION = re.compile(r"installations\.([^.\[]+)")


class Severity(str, Enum):
    """A refusal stops plan and apply of what it concerns; a warning alone exits 0."""

    REFUSE = "refuse"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding is about, and what it has to do with it."""

    subject: str
    place: Place | None
    note: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule refuses or warns of.

    ``summary`` is fixed text of the rule, without user data, so that readers learn to recognise it. ``detail`` says
    what is wrong with names, why it is a problem here, and what to do. ``subject`` is a dotted path; ``at`` its place.
    ``repaired`` says that applying mends it: it is a change then, and stops nothing. ``is_final`` says that no waiver
    accepts it, although others of its rule can be waived.
    """

    rule: str
    severity: Severity
    summary: str
    detail: str
    subject: str
    at: Place | None = None
    related: tuple[Related, ...] = ()
    waived: bool = False
    repaired: bool = False
    is_final: bool = False

    @property
    def refuses(self) -> bool:
        """Whether it stops anything now: a refusal that is waived, or that applying mends, does not."""
        return self.severity is Severity.REFUSE and not self.waived and not self.repaired

    @property
    def subjects(self) -> tuple[str, ...]:
        """Every subject it is about: what waivers are matched with."""
        return (self.subject, *(related.subject for related in self.related))

    @property
    def installations(self) -> tuple[str, ...]:
        """The names of the installations that it is about, in its order."""
        found = (_INSTALLATION.match(subject) for subject in self.subjects)
        return tuple(dict.fromkeys(one[1] for one in found if one))

    def concerns(self, subject: str) -> bool:
        """Whether any of its places is the subject, or a part of it."""
        return any(own == subject or own.startswith((subject + ".", subject + "[")) for own in self.subjects)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many files, installations and rules a run looked at; nothing passes by not looking."""

    files: int
    installations: int
    rules: int

    def __str__(self) -> str:
        return f"{self.rules} rules × {counted(self.installations, 'installation')} ({counted(self.files, 'file')})"
