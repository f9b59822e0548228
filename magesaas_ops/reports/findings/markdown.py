"""Findings as items of a Markdown list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Severity
from magesaas_ops.reports.markdown.comment import Section
from magesaas_ops.reports.markdown.escaping import MOST_CHARACTERS, code, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from magesaas_ops.model.finding import Finding

_MOST_ITEMS = 500


def finding_item(finding: Finding) -> str:
    """A finding in full, with every place."""
    lines = [_headed(finding), f"  {prose(finding.detail)}"]
    lines += [f"  - {code(str(related.place or related.subject))} {prose(related.note)}" for related in finding.related]
    return "\n".join(lines)


def ever_briefer(findings: Sequence[Finding]) -> Iterator[list[str]]:
    """The same findings told ever more briefly: in full, one line each, named by rule, and only counted by rule."""
    if sum(len(finding.detail) for finding in findings) <= MOST_CHARACTERS:
        yield [finding_item(finding) for finding in findings]
    else:
        yield [_headed(finding) for finding in findings]
    yield [_headed(finding) for finding in findings]
    yield [f"- {head}: {code(', '.join(subjects))}" for head, subjects in _by_rule(findings)]
    yield [f"- {head}: {len(subjects)}, too many to be named here" for head, subjects in _by_rule(findings)]


def section_of(title: str, findings: Sequence[Finding], fold: str) -> Section:
    """Findings that may be cut, in a fold; those beyond what any comment holds are not even worded."""
    items = [finding_item(finding) for finding in findings[:_MOST_ITEMS]]
    return Section(title, items, fold=f"{fold} ({len(findings)})", more=max(0, len(findings) - _MOST_ITEMS))


def _headed(finding: Finding) -> str:
    where = code(f"{finding.at.path}:{finding.at.line}" if finding.at else finding.subject)
    about = f" ({code(finding.subject)})" if finding.at else ""
    return f"- **{_word(finding)}** {code(finding.rule)} {where}{about}  "


def _by_rule(findings: Iterable[Finding]) -> Iterable[tuple[str, list[str]]]:
    subjects: dict[str, list[str]] = {}
    for finding in findings:
        subjects.setdefault(f"**{_word(finding)}** {code(finding.rule)}", []).append(finding.subject)
    return subjects.items()


def _word(finding: Finding) -> str:
    if finding.waived:
        return "waived"
    return "refuse" if finding.severity is Severity.REFUSE else "warn"
