"""Findings as workflow commands: a runner of GitHub turns them into annotations beside the lines.

Escaping is the runner's own: ``%``, carriage return and newline in messages, and ``:`` and ``,`` in properties too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Severity
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.report import Annotated
    from magesaas_ops.model.source import Place

_IN_MESSAGES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_MESSAGES, ":": "%3A", ",": "%2C"}


def render(report: Annotated) -> str:
    """A command per finding, then a notice at each of its other places: a runner shows only the first few of a kind.

    What held already before a change comes after what the change brings. The last line is for the log: without any
    finding, it is all there is.
    """
    shown = report.annotations
    introduced = shown.introduced or (True,) * len(shown.findings)
    findings = [finding for finding, is_new in zip(shown.findings, introduced, strict=True) if is_new]
    already = [finding for finding, is_new in zip(shown.findings, introduced, strict=True) if not is_new]
    commands = [_command(_kind(finding), finding.at, _title(finding), _message(finding)) for finding in findings]
    before = [
        _command(_kind(finding), finding.at, _title(finding), f"already before this change: {_message(finding)}")
        for finding in already
    ]
    notices = [line for finding in findings if not finding.waived for line in _related(finding)]
    return "".join(f"{line}\n" for line in (*commands, *before, *notices, shown.conclusion))


def _kind(finding: Finding) -> str:
    if finding.waived:
        return "notice"
    return "error" if finding.severity is Severity.REFUSE else "warning"


def _title(finding: Finding) -> str:
    return f"{finding.rule}: {finding.summary}"


def _message(finding: Finding) -> str:
    waived = "waived: " if finding.waived else ""
    return f"{waived}{finding.detail} ({finding.subject})"


def _related(finding: Finding) -> Iterator[str]:
    """What stands beside the finding itself has its annotation already."""
    for related in finding.related:
        if related.place and not _is_beside(related.place, finding.at):
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
