"""Findings as items of a Markdown list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Severity
from magesaas_ops.model.links import NO_LINKS, Links
from magesaas_ops.reports.markdown.comment import Section
from magesaas_ops.reports.markdown.escaping import MOST_CHARACTERS, code, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from magesaas_ops.model.finding import Finding, Related
    from magesaas_ops.model.source import Place

_MOST_ITEMS = 500


def linked_place(place: Place, links: Links) -> str:
    """The line of a file, as a link when its address is known."""
    return _linked(code(f"{place.path}:{place.line}"), links.to_place(place))


def linked_rule(rule: str, links: Links) -> str:
    """The name of a rule, as a link to its page when the address of that is known."""
    return _linked(code(rule), links.to_rule(rule))


def _linked(shown: str, address: str) -> str:
    return f"[{shown}](<{address}>)" if address else shown


def finding_item(finding: Finding, links: Links = NO_LINKS) -> str:
    """A finding in full, with every place."""
    lines = [_headed(finding, links), f"  {prose(finding.detail)}"]
    lines += [f"  - {_related(related, links)} {prose(related.note)}" for related in finding.related]
    return "\n".join(lines)


def _related(related: Related, links: Links) -> str:
    return linked_place(related.place, links) if related.place else code(related.subject)


def ever_briefer(findings: Sequence[Finding], links: Links = NO_LINKS) -> Iterator[list[str]]:
    """The same findings told ever more briefly: in full, one line each, named by rule, and only counted by rule."""
    if sum(len(finding.detail) for finding in findings) <= MOST_CHARACTERS:
        yield [finding_item(finding, links) for finding in findings]
    else:
        yield [_headed(finding, links) for finding in findings]
    yield [_headed(finding, links) for finding in findings]
    yield [f"- {head}: {code(', '.join(subjects))}" for head, subjects in _by_rule(findings)]
    yield [f"- {head}: {len(subjects)}, too many to be named here" for head, subjects in _by_rule(findings)]


def section_of(title: str, findings: Sequence[Finding], fold: str, links: Links = NO_LINKS) -> Section:
    """Findings that may be cut, in a fold; those beyond what any comment holds are not even worded."""
    items = [finding_item(finding, links) for finding in findings[:_MOST_ITEMS]]
    return Section(title, items, fold=f"{fold} ({len(findings)})", more=max(0, len(findings) - _MOST_ITEMS))


def _headed(finding: Finding, links: Links) -> str:
    where = linked_place(finding.at, links) if finding.at else code(finding.subject)
    about = f" ({code(finding.subject)})" if finding.at else ""
    return f"- **{_word(finding)}** {linked_rule(finding.rule, links)} {where}{about}  "


def _by_rule(findings: Iterable[Finding]) -> Iterable[tuple[str, list[str]]]:
    subjects: dict[str, list[str]] = {}
    for finding in findings:
        subjects.setdefault(f"**{_word(finding)}** {code(finding.rule)}", []).append(finding.subject)
    return subjects.items()


def _word(finding: Finding) -> str:
    if finding.waived:
        return "waived"
    return "refuse" if finding.severity is Severity.REFUSE else "warn"
