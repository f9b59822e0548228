"""The few lines that say what a diff is about, for every format that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.change import ChangeKind, Sameness
from magesaas_ops.model.report import FindingCounts
from magesaas_ops.reports.diff.blocks import MOST_NAMES, is_of_waiver, named, noun_of
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.change import Renamed
    from magesaas_ops.model.diff_report import DiffReport


def scope_line(report: DiffReport) -> str:
    """How much changes, and on how much of the fleet."""
    if not report.changes:
        return "nothing changes" if not report.unknown else "nothing else changes"
    concerned = {name for change in report.changes for name in change.installations}
    places = sum(len(change.sites) for change in report.changes)
    folded = f", folded into {len(report.changes)}" if places > len(report.changes) else ""
    line = f"{counted(places, 'change')}{folded}, concerning {counted(len(concerned), 'installation')}"
    waivers = [change for change in report.changes if is_of_waiver(change)]
    added = sum(1 for change in waivers if change.kind is ChangeKind.ADDED)
    if added:
        line += f"; {counted(added, 'waiver')} added"
    if len(waivers) > added:
        line += f"; {counted(len(waivers) - added, 'waiver')} changed or removed"
    return line


def claims_line(report: DiffReport) -> str:
    """What happens to data."""
    impact = report.impact
    touched = impact.saas_environments_touched
    if not touched:
        known = " that can be read" if report.unknown else ""
        return f"claims: all{known} stay where they are"
    production = sum(1 for one in touched if one.is_production)
    gained, lost, moved = len(impact.claims_gained), len(impact.claims_lost), len(impact.claims_moved)
    return (
        f"claims: {gained} gained, {lost} lost, {moved} moved; "
        f"{counted(len(touched), 'SaaS environment')} touched ({production} production); "
        f"{counted(len(impact.resyncs_owed), 'full resync')} owed"
    )


def data_parts(report: DiffReport) -> list[str]:
    """What happens to data, without what does not happen."""
    impact = report.impact
    told = (
        (len(impact.claims_gained), "claim", "gained"),
        (len(impact.claims_lost), "claim", "lost"),
        (len(impact.claims_moved), "claim", "moved"),
        (len(impact.writers_changed), "website", "handed over"),
        (len(impact.resyncs_owed), "full resync", "owed"),
    )
    return [f"{counted(number, noun)} {what}" for number, noun, what in told if number]


def scope_parts(report: DiffReport) -> list[str]:
    """How much changes, what that does to data, and what was looked at; nothing that is none."""
    data = data_parts(report) if report.changes else []
    resolved = [f"{counted(len(report.resolved), 'finding')} resolved"] if report.resolved else []
    return [scope_line(report), *data, *resolved, f"looked at {report.coverage}"]


def findings_line(report: DiffReport) -> str:
    """What the rules say of the change."""
    counts = FindingCounts.of(report.introduced)
    waived = f", {counts.waived} waived" if counts.waived else ""
    return (
        f"findings: {len(report.introduced)} introduced ({counts.refuse} refused, {counts.warn} warned{waived}), "
        f"{len(report.resolved)} resolved, {len(report.remaining)} there before"
    )


def warnings_of(report: DiffReport) -> Iterator[str]:
    """What a reader must know before believing the rest."""
    for revision, what in ((report.base, "added"), (report.head, "removed")):
        if not revision.files:
            yield f"There is no inventory in {revision.short}: everything counts as {what}."
    if report.unknown:
        yield (
            f"Unknown, because one side cannot be read there: {named(report.unknown)}. What happens to them "
            "is told nowhere below."
        )
    accounts = dict.fromkeys(noun_of(one.subject) for one in report.changes if one.field.startswith("keys."))
    if accounts:
        yield (
            f"The keys of {named(list(accounts))} are read from another place: apply writes them to every installation "
            "that carries them."
        )
    renamed = [_renamed(one) for one in report.impact.renamed]
    yield from renamed[:MOST_NAMES]
    if len(renamed) > MOST_NAMES:
        yield f"{len(renamed) - MOST_NAMES} more have another name now; the JSON report lists them."


def _renamed(renamed: Renamed) -> str:
    reasons = {
        Sameness.ID: "the id is the same",
        Sameness.FORMERLY: "it says so under `formerly`",
        Sameness.ADDRESS: "it is in the same place, on the same nodes",
    }
    return f"{renamed.noun} {renamed.before} is called {renamed.after} now: {reasons[renamed.by]}."
