"""Findings for a terminal: what, where, why, and where to read more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Severity
from magesaas_ops.reports.paint import Paint, paint_nothing
from magesaas_ops.text.escaping import for_terminal
from magesaas_ops.text.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.finding import Finding, Related

_INDENT = "  "


def finding_lines(finding: Finding, paint: Paint = paint_nothing) -> Iterator[str]:
    """A finding in full; a waived one in one line, because somebody has answered for it already."""
    place = for_terminal(f"{finding.at} " if finding.at else "")
    if finding.waived:
        head = paint(f"waived[{finding.rule}]", "dim")
        yield f"{head} {place}{for_terminal(finding.subject)}"
        return
    word, colour = ("refuse", "red") if finding.severity is Severity.REFUSE else ("warn", "yellow")
    mended = paint(" (apply repairs it)", "dim") if finding.repaired else ""
    yield f"{paint(f'{word}[{finding.rule}]', colour)} {paint(finding.summary, 'bold')}{mended}"
    yield f"{_INDENT}{paint('-->', 'cyan')} {place}{paint(for_terminal(f'({finding.subject})'), 'dim')}"
    yield from wrapped(finding.detail, _INDENT, _INDENT)
    yield from (_INDENT + _related_line(related, paint) for related in finding.related)
    yield f"{_INDENT}{paint(f'= magesaas rule {finding.rule}', 'dim')}"


def _related_line(related: Related, paint: Paint) -> str:
    where = for_terminal(str(related.place or related.subject))
    return f"{paint(':::', 'cyan')} {where} {for_terminal(related.note)}"
