"""``diff`` as one comment of a pull request: found again by its first line, at most as long as a comment may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.diff.answers import with_answer
from magesaas_ops.reports.diff.blocks import blocks, named, waiver_lines
from magesaas_ops.reports.diff.headline import claims_line, findings_line, scope_line, warnings_of
from magesaas_ops.reports.diff.impact import impact_lines
from magesaas_ops.reports.diff.mermaid import flowchart
from magesaas_ops.reports.findings.markdown import ever_briefer, section_of
from magesaas_ops.reports.markdown.comment import Comment, Section
from magesaas_ops.reports.markdown.escaping import code, plain
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.diff_report import DiffReport
    from magesaas_ops.reports.diff.blocks import ChangeLine

MARKER = "<!-- magesaas diff -->"


def render(report: DiffReport) -> str:
    """What can hurt production and what refuses always stands there, outside of folds; the rest as far as it fits."""
    introduced = [one for one in report.findings if one.introduced]
    dangerous = [one.finding for one in introduced if one.is_dangerous and not one.finding.waived]
    waived = [with_answer(one) for one in introduced if one.is_waived_danger]
    refused = [one.finding for one in introduced if not one.is_dangerous and one.finding.refuses]
    others = [one.finding for one in introduced if not (one.is_dangerous or one.finding.refuses)]
    comment = Comment(
        [MARKER, *_head(report)],
        {
            "Dangerous": ever_briefer(dangerous),
            "Dangerous, and waived": ever_briefer(waived),
            "Refused": ever_briefer(refused),
            "Refused already before this change": ever_briefer([one for one in report.remaining if one.refuses]),
        },
    )
    return comment.with_sections(
        Section("Waivers that come or go", _waiver_lines(report), language="diff"),
        Section("Changes", _diff_lines(report), language="diff", fold=f"Changes ({len(report.changes)})"),
        Section("Claims", flowchart(report.impact), language="mermaid", fold="Claims, as a picture", is_whole=True),
        Section("Impact", list(impact_lines(report.impact)), language="text", fold="Impact on data"),
        section_of("Warnings", others, "Warnings introduced"),
        section_of("Resolved", report.resolved, "Resolved"),
        section_of("Before", [one for one in report.remaining if not one.refuses], "Warned of before, and still"),
    )


def _head(report: DiffReport) -> Iterator[str]:
    counts = report.counts
    verdict = "refused" if counts.refuse else "nothing refused"
    if dangers := sum(1 for one in report.findings if one.is_waived_danger):
        verdict += f", {counted(dangers, 'danger')} waived"
    yield f"### Inventory change: {verdict}"
    yield ""
    yield f"{code(report.base.short)} → {code(report.head.short)}"
    yield ""
    for line in (scope_line(report), claims_line(report), findings_line(report)):
        yield f"- {plain(line)}"
    yield f"- {plain(f'looked at: {report.coverage}')}"
    for warning in warnings_of(report):
        yield f"- **{plain(warning)}**"


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
