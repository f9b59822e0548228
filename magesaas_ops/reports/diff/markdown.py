"""``diff`` as one comment of a pull request: found again by its first line, at most as long as a comment may be.

Read from the top: one sentence, who writes where, what else is refused; ids and reasons are in folds below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.diff.answers import answer
from magesaas_ops.reports.diff.blocks import blocks, named, waiver_lines
from magesaas_ops.reports.diff.entries import entries
from magesaas_ops.reports.diff.entry_items import ever_briefer_entries, lead, short_entries
from magesaas_ops.reports.diff.headline import scope_parts, warnings_of
from magesaas_ops.reports.diff.impact import impact_lines
from magesaas_ops.reports.diff.mermaid import flowchart, is_shortened
from magesaas_ops.reports.diff.moves import moves
from magesaas_ops.reports.diff.table import table
from magesaas_ops.reports.findings.markdown import section_of
from magesaas_ops.reports.markdown.comment import Comment, Section
from magesaas_ops.reports.markdown.escaping import code, plain, prose
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from magesaas_ops.model.diff_report import DiffReport
    from magesaas_ops.reports.diff.blocks import ChangeLine
    from magesaas_ops.reports.diff.entries import Entry

_NAMES = "Everything that is refused, by name"
MARKER = "<!-- magesaas diff -->"


def render(report: DiffReport) -> str:
    """What can hurt production and what refuses always stands there, outside of folds; the rest as far as it fits."""
    if report.is_silent:
        return f"{MARKER}\n"
    introduced = [one for one in report.findings if one.introduced]
    dangerous = [one for one in introduced if one.is_dangerous and not one.finding.waived]
    waived = [one for one in introduced if one.is_waived_danger]
    refused = [one for one in introduced if not one.is_dangerous and one.finding.refuses]
    others = [one.finding for one in introduced if not (one.is_dangerous or one.finding.refuses)]
    before = [one for one in report.findings if not one.introduced and one.finding.refuses]
    worst = entries((*dangerous, *refused), report)
    already = entries(before, report)
    chart = flowchart(report)
    links = report.links
    comment = Comment(
        [MARKER, *_head(report, worst)],
        {
            "Dangerous too": ever_briefer_entries([one for one in worst[1:] if one.findings[0].is_dangerous], links),
            "Refused too": ever_briefer_entries([one for one in worst[1:] if not one.findings[0].is_dangerous], links),
            "Dangerous, and waived": ever_briefer_entries(entries(waived, report), links, answer),
            "Refused already before this change": ever_briefer_entries(already, links),
            _NAMES: short_entries([*worst, *already], links),
        },
        links.report,
        {_NAMES},
    )
    reasons = [told.finding for entry in worst for told in entry.findings] + [one.finding for one in waived]
    title = "Who writes where, as a picture"
    return comment.with_sections(
        Section("Waivers that come or go", _waiver_lines(report), language="diff"),
        Section(
            "Picture",
            chart,
            language="mermaid",
            fold=f"{title} (the worst only)" if is_shortened(report) else title,
            is_whole=True,
            is_open=bool(dangerous),
        ),
        section_of("Reasons", reasons, "Why, and what to do instead", links),
        Section("Changes", _diff_lines(report), language="diff", fold=f"Changes ({len(report.changes)})"),
        Section("Impact", list(impact_lines(report.impact)), language="text", fold="Impact on data"),
        section_of("Warnings", others, "Warnings introduced", links),
        section_of("Resolved", report.resolved, "Resolved", links),
        section_of(
            "Before", [one for one in report.remaining if not one.refuses], "Warned of before, and still", links
        ),
    )


def _head(report: DiffReport, worst: Sequence[Entry]) -> Iterator[str]:
    verdict = "refused" if report.refuses else "nothing refused"
    if dangers := sum(1 for one in report.findings if one.is_waived_danger):
        verdict += f", {counted(dangers, 'danger')} waived"
    yield f"### Inventory change: {verdict}"
    yield ""
    yield lead(report, worst)
    yield ""
    warnings = list(warnings_of(report))
    for warning in warnings:
        yield f"- **{prose(warning)}**"
    if warnings:
        yield ""
    rows = list(table(moves(report), report.concerned))
    yield from rows
    if rows:
        yield ""
    yield f"{code(report.base.short)} → {code(report.head.short)}: {plain('; '.join(scope_parts(report)))}"


def _waiver_lines(report: DiffReport) -> list[str]:
    return [line for entry in waiver_lines(report.changes) for line in _entry_lines(entry)]


def _diff_lines(report: DiffReport) -> list[str]:
    """Every line begins with a sign of its own, so that none can be taken for another."""
    lines: list[str] = []
    for block in blocks(report.changes):
        many = block.is_of_installations and len(block.installations) > 1
        users = named(block.installations) if many or not block.is_of_installations else ""
        detail = f": {users}" if many else f", used by {users}" if users else ""
        if not block.is_whole:
            lines.append(f"@@ {block.title}{detail} @@")
        lines += [line for entry in block.entries for line in _entry_lines(entry)]
    return lines


def _entry_lines(entry: ChangeLine) -> Iterator[str]:
    where = f"  # {entry.where}" if entry.where else ""
    if entry.before is not None:
        yield f"- {entry.label}: {entry.before}{where if entry.after is None else ''}"
    if entry.after is not None:
        yield f"+ {entry.label}: {entry.after}{where}"
