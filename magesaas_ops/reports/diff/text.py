"""``diff`` for a terminal: the counts, then what can hurt production, then everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.change import ChangeKind
from magesaas_ops.reports.diff.answers import answer
from magesaas_ops.reports.diff.blocks import blocks, named, waiver_lines
from magesaas_ops.reports.diff.headline import claims_line, findings_line, scope_line, warnings_of
from magesaas_ops.reports.diff.impact import impact_lines
from magesaas_ops.reports.findings.text import finding_lines
from magesaas_ops.reports.paint import Paint, paint_nothing
from magesaas_ops.text.escaping import for_terminal
from magesaas_ops.text.plurals import counted
from magesaas_ops.text.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from magesaas_ops.model.diff_report import DiffFinding, DiffReport
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.impact import Impact
    from magesaas_ops.reports.diff.blocks import Block, ChangeLine

_SIGNS = {
    ChangeKind.ADDED: ("+", "green"),
    ChangeKind.REMOVED: ("-", "red"),
    ChangeKind.CHANGED: ("~", "yellow"),
    ChangeKind.RENAMED: ("~", "yellow"),
}


def render(report: DiffReport, paint: Paint = paint_nothing) -> str:
    """Everything in the order in which a reviewer needs it; inventory strings are made harmless."""
    if report.is_silent:
        return ""
    text = _Text(paint)
    return "\n".join(map(_no_command, text.lines(report))) + "\n"


def _no_command(line: str) -> str:
    """Keep a runner of GitHub from obeying what an inventory string says at the beginning of a line of its log."""
    line = line.replace("##[", r"#\x23[")
    begins_command = line.lstrip().startswith("::") and not line.lstrip().startswith(":::")
    return line.replace("::", r"\x3a:", 1) if begins_command else line


class _Text:
    def __init__(self, paint: Paint) -> None:
        self.paint = paint

    def lines(self, report: DiffReport) -> Iterator[str]:
        yield for_terminal(f"{report.base.short} → {report.head.short}")
        for line in (scope_line(report), claims_line(report), findings_line(report)):
            yield f"  {for_terminal(line)}"
        for warning in warnings_of(report):
            yield from wrapped(warning, "  ! ", "    ")
        introduced = [one for one in report.findings if one.introduced]
        yield from self.findings("Dangerous", (one for one in introduced if one.is_dangerous))
        yield from self.findings("Introduced", (one for one in introduced if not one.is_dangerous))
        yield from self.waivers(waiver_lines(report.changes))
        yield from self.changes(blocks(report.changes))
        yield from self.impact(report.impact)
        yield from self.listed("Resolved", report.resolved)
        yield from self.listed("There before, and still there", report.remaining)
        yield ""
        yield self.conclusion(report)

    def heading(self, title: str) -> Iterator[str]:
        yield ""
        yield self.paint(title.upper(), "bold")

    def findings(self, title: str, findings: Iterable[DiffFinding]) -> Iterator[str]:
        told = list(findings)
        if told:
            yield from self.heading(title)
        for one in told:
            yield from ("  " + line for line in finding_lines(one.finding, self.paint))
            if one.is_waived_danger:
                yield from wrapped(f"{answer(one)} {one.finding.detail}", "    ", "    ")

    def listed(self, title: str, findings: Iterable[Finding]) -> Iterator[str]:
        """Findings in one line each: nobody has to act on them because of this change."""
        told = list(findings)
        if told:
            yield from self.heading(title)
        for finding in told:
            word = "waived" if finding.waived else finding.severity.value
            where = for_terminal(f"{finding.at or ''} ({finding.subject})".strip())
            yield f"  {word}[{finding.rule}] {self.paint(where, 'dim')}"

    def waivers(self, entries: tuple[ChangeLine, ...]) -> Iterator[str]:
        if entries:
            yield from self.heading("Waivers")
            for entry in entries:
                yield from self.entry(entry, "  ")

    def changes(self, told: tuple[Block, ...]) -> Iterator[str]:
        if told:
            yield from self.heading("Changes")
        for block in told:
            if block.is_whole:
                yield from self.entry(block.entries[0], "  ")
                continue
            yield f"  {self.paint(for_terminal(block.title), 'bold')}"
            if block.is_of_installations and len(block.installations) > 1:
                yield from wrapped(named(block.installations), "    ", "    ")
            elif not block.is_of_installations and block.installations:
                users = f"used by {counted(len(block.installations), 'installation')}: {named(block.installations)}"
                yield from wrapped(users, "    ", "    ")
            for entry in block.entries:
                yield from self.entry(entry, "    ")

    def entry(self, entry: ChangeLine, indent: str) -> Iterator[str]:
        sign, colour = _SIGNS[entry.kind]
        value = f"{entry.before} → {entry.after}" if entry.before and entry.after else entry.after or entry.before
        where = self.paint(for_terminal(f"  ({entry.where})"), "dim") if entry.where else ""
        yield f"{indent}{self.paint(for_terminal(f'{sign} {entry.label}: {value}'), colour)}{where}"

    def impact(self, impact: Impact) -> Iterator[str]:
        lines = list(impact_lines(impact))
        if lines:
            yield from self.heading("Impact on data")
            yield from (f"  {for_terminal(line)}" for line in lines)

    def conclusion(self, report: DiffReport) -> str:
        counts = report.counts
        colour = "red" if counts.refuse else "yellow" if counts.warn else "green"
        return f"{report.coverage}: {self.paint(str(counts), colour)}"
