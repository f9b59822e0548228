"""What happens to data, as rows: which installations, from where, to where, with which websites, and may they."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Severity

if TYPE_CHECKING:
    from magesaas_ops.model.diff_report import DiffFinding, DiffReport


@dataclass(frozen=True, slots=True)
class End:
    """Where websites were, or would be; ``is_production`` when one of the revisions calls it that."""

    name: str
    is_production: bool


@dataclass(frozen=True, slots=True)
class Objection:
    """What the rules say of an installation at worst; ``danger`` as findings have it."""

    rule: str
    refuses: bool
    waived: bool
    danger: int


@dataclass(frozen=True, slots=True)
class Move:
    """Installations to whose websites one thing happens.

    ``source`` is None when nothing was written before, ``target`` when nothing is written any more; both are the same
    where websites stay. ``taken_from`` are the installations that wrote them there before.
    """

    installations: tuple[str, ...]
    source: End | None
    target: End | None
    websites: tuple[str, ...]
    objection: Objection | None
    taken_from: tuple[str, ...] = ()
    owes_resync: bool = False


_Way = tuple[str, str, str, tuple[str, ...]]
"""Installation, from, to (names; empty for nowhere), and from whom it takes the websites."""


def moves(report: DiffReport) -> tuple[Move, ...]:
    """The rows, what the rules object to first; equal ones of several installations are one."""
    production = {str(one.saas_environment) for one in report.impact.saas_environments_touched if one.is_production}
    production |= {str(one.saas_environment) for one in report.concerned.values() if one.writes_production}
    objections = objections_by_installation(report)
    owing = {(one.installation, str(one.saas_environment)) for one in report.impact.resyncs_owed}
    folded: dict[Move, list[str]] = {}
    for (name, source, target, taken_from), websites in _ways(report).items():
        row = Move(
            (),
            End(source, source in production) if source else None,
            End(target, target in production) if target else None,
            tuple(sorted(websites)),
            objections.get(name),
            taken_from,
            (name, target) in owing,
        )
        folded.setdefault(row, []).append(name)
    rows = (replace(row, installations=tuple(sorted(names))) for row, names in folded.items())
    return tuple(sorted(rows, key=_weight))


def objections_by_installation(report: DiffReport) -> dict[str, Objection]:
    """The worst that the change brings for each installation; findings are in that order already."""
    worst: dict[str, Objection] = {}
    for told in report.findings:
        if told.introduced:
            for name in told.finding.installations:
                worst.setdefault(name, _objection(told))
    return worst


def _objection(told: DiffFinding) -> Objection:
    finding = told.finding
    return Objection(finding.rule, finding.severity is Severity.REFUSE, finding.waived, told.danger)


def _ways(report: DiffReport) -> dict[_Way, list[str]]:
    """The websites of each way; handed over ones are told of whoever has them afterwards."""
    ways: dict[_Way, list[str]] = {}
    impact = report.impact
    handed_over = set()
    for change in impact.writers_changed:
        where = str(change.saas_environment)
        for name in change.after:
            ways.setdefault((name, where, where, change.before), []).append(change.website)
        handed_over |= {(name, where, change.website.lower()) for name in (*change.before, *change.after)}
    for moved in impact.claims_moved:
        ways.setdefault((moved.installation, str(moved.source), str(moved.target), ()), []).append(moved.website)
    for claims, is_gain in ((impact.claims_lost, False), (impact.claims_gained, True)):
        for claim in claims:
            where = str(claim.saas_environment)
            if (claim.installation, where, claim.website.lower()) not in handed_over:
                way = (claim.installation, "", where, ()) if is_gain else (claim.installation, where, "", ())
                ways.setdefault(way, []).append(claim.website)
    told = {way[0] for way in ways}
    for one in report.introduced:
        names = one.installations
        if one.refuses and told.isdisjoint(names):
            told.update(names)
            _stay(ways, report, names[:1])
    return ways


def _stay(ways: dict[_Way, list[str]], report: DiffReport, names: tuple[str, ...]) -> None:
    """Tell of installations whose data stays where it is, and must not."""
    for name in names:
        one = report.concerned.get(name)
        if one and one.saas_environment:
            where = str(one.saas_environment)
            ways[name, where, where, ()] = list(one.websites)


def _weight(move: Move) -> tuple[object, ...]:
    objection = move.objection
    if objection is None:
        return (True, False, 0, False, move.installations)
    return (False, objection.waived, objection.danger, not objection.refuses, move.installations)
