"""``check`` for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings.text import finding_lines
from magesaas_ops.reports.paint import Paint, paint_nothing

if TYPE_CHECKING:
    from magesaas_ops.model.report import CheckReport


def render(report: CheckReport, paint: Paint = paint_nothing) -> str:
    """Every finding, and a last line that says what was looked at and what came of it."""
    lines: list[str] = []
    for finding in report.findings:
        lines += [*finding_lines(finding, paint), *([] if finding.waived else [""])]
    counts = report.counts
    colour = "red" if counts.refuse else "yellow" if counts.warn else "green"
    return "\n".join([*lines, f"{report.coverage}: {paint(str(counts), colour)}"]) + "\n"
