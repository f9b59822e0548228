"""Findings of a change as a reader counts them: what is one mistake is one entry, with one sentence that says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.reports.diff.sentences import Told, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from magesaas_ops.model.concerned import Concerned
    from magesaas_ops.model.diff_report import DiffFinding, DiffReport
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.reports.diff.sentences import Sentence

_WEBSITE = re.compile(r"installations\.([^.\[]+)\.websites\[(\d+)\]\Z")
_BY_RULE_ALONE = frozenset({"saas-environment-declared-twice"})


@dataclass(frozen=True, slots=True)
class Entry:
    """Findings of one rule that are one mistake, the first of them first, and the sentence that says what would be."""

    findings: tuple[DiffFinding, ...]
    sentence: Sentence

    @property
    def first(self) -> Finding:
        return self.findings[0].finding


def entries(findings: Iterable[DiffFinding], report: DiffReport) -> tuple[Entry, ...]:
    """The same collision of several websites is one, and so are ids that were copied together; order is kept."""
    groups: dict[tuple[object, ...], list[DiffFinding]] = {}
    for one in findings:
        groups.setdefault(_mistake(one, report), []).append(one)
    return tuple(Entry(tuple(group), sentence(_told(group, report), report)) for group in groups.values())


def _mistake(one: DiffFinding, report: DiffReport) -> tuple[object, ...]:
    """What two findings share that are one mistake; the waivers too, because each of them has an owner."""
    finding = one.finding
    same = (finding.rule, finding.severity, one.waivers)
    if finding.rule in _BY_RULE_ALONE:
        return same
    names = finding.installations
    if finding.rule == "website-code-collision":
        return (*same, frozenset(names))
    first = report.concerned.get(names[0]) if names else None
    if first is None or not finding.subject.startswith("installations."):
        return (*same, finding.subject, finding.detail)
    if len(names) > 1:
        return (*same, names)
    return (*same, first.stage, first.saas_environment)


def _told(group: list[DiffFinding], report: DiffReport) -> Told:
    findings = [one.finding for one in group]
    names = dict.fromkeys(name for finding in findings for name in finding.installations)
    if findings[0].rule != "website-code-collision" and len(group) > 1:
        names = dict.fromkeys(name for finding in findings for name in finding.installations[:1])
    return Told(
        findings[0],
        tuple(report.concerned[name] for name in names if name in report.concerned),
        tuple(dict.fromkeys(filter(None, (_website(finding, report.concerned) for finding in findings)))),
        len(group),
    )


def _website(finding: Finding, concerned: Mapping[str, Concerned]) -> str | None:
    found = _WEBSITE.match(finding.subject)
    if found is None or found[1] not in concerned:
        return None
    websites, index = concerned[found[1]].websites, int(found[2])
    return websites[index] if index < len(websites) else None
