"""``check`` as one comment of a pull request: found again by its first line, at most as long as a comment may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings.markdown import ever_briefer, section_of
from magesaas_ops.reports.markdown.comment import Comment
from magesaas_ops.reports.markdown.escaping import plain

if TYPE_CHECKING:
    from magesaas_ops.model.report import CheckReport

MARKER = "<!-- magesaas check -->"


def render(report: CheckReport) -> str:
    """What refuses always stands there, outside of folds; the rest as far as it fits."""
    refused = [one for one in report.findings if one.refuses]
    warned = [one for one in report.findings if not (one.refuses or one.waived)]
    links = report.links
    head = [
        MARKER,
        f"### Inventory check: {'refused' if refused else 'nothing refused'}",
        "",
        f"- {plain(str(report.counts))}",
        f"- {plain(f'looked at: {report.coverage}')}",
    ]
    return Comment(head, {"Refused": ever_briefer(refused, links)}, links.report).with_sections(
        section_of("Warnings", warned, "Warnings", links),
        section_of("Waived", [one for one in report.findings if one.waived], "Waived", links),
    )
