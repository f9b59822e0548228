"""Findings of two revisions → those that the change introduces, those that it resolves, and those that stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.comparing.declarations import declared_waivers
from magesaas_ops.model.defect import UNREADABLE_INVENTORY
from magesaas_ops.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.inventory import Fleet

_MEMBER = re.compile(r"installations\.([^.\[]+)\.(websites|hosts|base_urls|tags)\[(\d+)\]\Z")
_WAIVER = re.compile(r"waivers\[\d+\]")


@dataclass(frozen=True, slots=True)
class _Known:
    """A finding and its subjects, named so that they are the same in both revisions."""

    finding: Finding
    subjects: frozenset[str]

    def is_covered_by(self, other: _Known) -> bool:
        """Whether the other, of the same rule, tells all of this already, at least as severely."""
        return (
            self.subjects <= other.subjects
            and _weight(self.finding) <= _weight(other.finding)
            and _judged_text(self.finding) == _judged_text(other.finding)
        )

    def is_kin_of(self, other: _Known) -> bool:
        """Whether the other is what became of this: the same, with places more or less."""
        one_holds_the_other = self.subjects <= other.subjects or other.subjects <= self.subjects
        return one_holds_the_other and _judged_text(self.finding) == _judged_text(other.finding)


def introduced(change: Transition, old: Iterable[Finding], new: Sequence[Finding]) -> list[bool]:
    """For each finding of after, whether the change brings it: nothing of before tells it already.

    A collision that a third installation joins is brought by the change; one that an installation leaves is not.
    """
    known = _by_subject(_SubjectNames(change.before).all(old))
    return [
        not any(one.is_covered_by(other) for other in known.get((one.finding.rule, min(one.subjects)), ()))
        for one in _SubjectNames(change.after, change.former_subject).all(new)
    ]


def resolved(change: Transition, old: Sequence[Finding], new: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of before of which nothing is left, or which are waived afterwards."""
    known = _by_subject(_SubjectNames(change.after, change.former_subject).all(new))
    return tuple(
        one.finding
        for one in _SubjectNames(change.before).all(old)
        if not one.finding.waived
        and not any(
            one.is_kin_of(other)
            for subject in one.subjects
            for other in known.get((one.finding.rule, subject), ())
            if not other.finding.waived
        )
    )


def _by_subject(findings: Iterable[_Known]) -> dict[tuple[str, str], list[_Known]]:
    """Findings by rule and each of their subjects, so that a large fleet is not compared pair by pair."""
    by_subject: dict[tuple[str, str], list[_Known]] = {}
    for known in findings:
        for subject in known.subjects:
            by_subject.setdefault((known.finding.rule, subject), []).append(known)
    return by_subject


def _weight(finding: Finding) -> tuple[bool, bool]:
    return not finding.waived, finding.severity is Severity.REFUSE


def _judged_text(finding: Finding) -> str:
    """What tells apart defects of files, which have no better subject than the inventory."""
    if finding.subject != "inventory":
        return ""
    path = finding.at.path if finding.at else ""
    return path if finding.rule == UNREADABLE_INVENTORY.rule else f"{path}: {finding.detail}"


class _SubjectNames:
    """Names subjects by what stands there instead of by position, and by what things were called before."""

    def __init__(self, fleet: Fleet, former: Callable[[str], str] = str) -> None:
        self.fleet = fleet
        self.former = former
        self.waivers = {waiver.written: waiver.subject for waiver in declared_waivers(fleet.waivers)}

    def all(self, findings: Iterable[Finding]) -> list[_Known]:
        return [_Known(finding, frozenset(map(self.name, finding.subjects))) for finding in findings]

    def name(self, subject: str) -> str:
        if waiver := _WAIVER.match(subject):
            return self.waivers.get(waiver.group(), subject)
        member = _MEMBER.match(subject)
        installation = self.fleet.installations.get(member.group(1)) if member else None
        if member is None or installation is None:
            return self.former(subject)
        members: tuple[str, ...] = getattr(installation, member.group(2))
        index = int(member.group(3))
        if index >= len(members):
            return self.former(subject)
        return f"{self.former(subject.removesuffix(f'[{index}]'))}={members[index].lower()}"
