"""Findings as workflow commands: a runner of GitHub turns them into annotations beside the lines.

Escaping is the runner's own: ``%``, carriage return and newline in messages, and ``:`` and ``,`` in properties too.
"""

from __future__ import annotations

from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from magesaas_ops.model.diff_report import danger_of
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.text.escaping import for_terminal
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from magesaas_ops.model.report import Annotated
    from magesaas_ops.model.source import Place

_IN_MESSAGES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_MESSAGES, ":": "%3A", ",": "%2C"}
_MOST_OF_A_KIND = 10
"""What GitHub shows of errors, warnings and notices each, in one step."""
_BEFORE = "already before this change: "

_Told = tuple[Finding, bool]
"""A finding, and whether a change brings it."""


def render(report: Annotated) -> str:
    """A command for each mistake, the worst first, then notices at other places, never more of them than mistakes.

    A runner shows only the first ten of a kind, so that these are to be the ones that matter, what a change brings
    before what held already. The last line is for the log: without any finding, it is all there is.
    """
    shown = report.annotations
    introduced = shown.introduced or (True,) * len(shown.findings)
    told = sorted(zip(shown.findings, introduced, strict=True), key=lambda one: _weight(*one))
    mistakes = _mistakes(told)
    commands = [
        _command(_kind(first), first.at, _title(first), f"{'' if is_new else _BEFORE}{_message(first, more)}")
        for (first, is_new), more in mistakes
    ]
    waived = sum(1 for (first, _), _ in mistakes if first.waived)
    room = max(0, min(_MOST_OF_A_KIND, len(mistakes) - waived) - waived)
    notices = _related([first for (first, is_new), _ in mistakes if is_new and not first.waived])
    return "".join(f"{line}\n" for line in (*commands, *islice(notices, room), shown.conclusion))


def _weight(finding: Finding, introduced: bool) -> tuple[bool, bool, bool, int]:
    return not introduced, finding.waived, finding.severity is not Severity.REFUSE, danger_of(finding.rule)


def _mistakes(told: Iterable[_Told]) -> list[tuple[_Told, int]]:
    """The first of those that are one mistake, and how many more there are; in the order given."""
    alike: dict[tuple[object, ...], list[_Told]] = {}
    for number, one in enumerate(told):
        finding, is_new = one
        names = frozenset(finding.installations)
        alone = finding.rule != "website-code-collision" or len(names) < 2
        alike.setdefault((finding.rule, is_new, number if alone else names), []).append(one)
    return [(first, len(more)) for first, *more in alike.values()]


def _kind(finding: Finding) -> str:
    if finding.waived:
        return "notice"
    return "error" if finding.severity is Severity.REFUSE else "warning"


def _title(finding: Finding) -> str:
    return f"{finding.rule}: {finding.summary}"


def _message(finding: Finding, more: int) -> str:
    waived = "waived: " if finding.waived else ""
    others = f"; {counted(more, 'more website')} of them alike" if more else ""
    return f"{waived}{finding.detail} ({finding.subject}{others})"


def _related(findings: Iterable[Finding]) -> Iterator[str]:
    """The other places of the worst first, one of each before the second of any; not what stands beside its finding."""
    elsewhere = [
        [(finding, one) for one in finding.related if one.place and not _is_beside(one.place, finding.at)]
        for finding in findings
    ]
    for row in zip_longest(*elsewhere):
        for finding, related in filter(None, row):
            told_at = f" (told at {finding.at.path}:{finding.at.line})" if finding.at else ""
            yield _command("notice", related.place, _title(finding), f"{related.note}{told_at}")


def _is_beside(place: Place, at: Place | None) -> bool:
    return at is not None and (place.path, place.line) == (at.path, at.line)


def _command(kind: str, place: Place | None, title: str, message: str) -> str:
    where = {"file": place.path, "line": str(place.line), "col": str(place.column)} if place else {}
    properties = {**where, "title": title}
    told = ",".join(f"{key}={_escaped(value, _IN_PROPERTIES)}" for key, value in properties.items())
    return f"::{kind} {told}::{_escaped(message, _IN_MESSAGES)}"


def _escaped(text: str, how: dict[str, str]) -> str:
    return "".join(how.get(character, character) for character in for_terminal(text))
