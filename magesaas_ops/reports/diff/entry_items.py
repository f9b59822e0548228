"""Mistakes as a reviewer reads them first: a sentence each, the rule, the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Severity
from magesaas_ops.reports.diff.blocks import noun_of, thing_of
from magesaas_ops.reports.diff.headline import data_parts
from magesaas_ops.reports.diff.sentences import MOST_NAMES
from magesaas_ops.reports.findings.markdown import linked_place, linked_rule
from magesaas_ops.reports.markdown.escaping import plain, prose
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from magesaas_ops.model.diff_report import DiffFinding, DiffReport
    from magesaas_ops.model.links import Links
    from magesaas_ops.reports.diff.entries import Entry
    from magesaas_ops.reports.diff.sentences import Sentence

_MOST_SENTENCES = 10
_MOST_CHARACTERS = 200


def lead(report: DiffReport, worst: Sequence[Entry]) -> str:
    """The one sentence that everybody reads: the worst, and how much more of it there is; or what happens instead."""
    if not worst:
        warnings = sum(1 for one in report.introduced if not one.waived and one.severity is Severity.WARN)
        waived = any(one.is_waived_danger for one in report.findings)
        sign = "⚠️" if waived or report.unknown or report.refuses else "✅"
        told = ", ".join(data_parts(report)) or ("nothing changes" if not report.changes else "no data moves")
        more = f"; {counted(warnings, 'warning')}" if warnings else ""
        return f"{sign} {plain(told[0].upper() + told[1:])}{more}."
    dangers, refusals = (
        sum(1 for one in worst[1:] if one.findings[0].is_dangerous is is_dangerous) for is_dangerous in (True, False)
    )
    more = " and ".join(
        f"{count} more {noun if count == 1 else noun + 's'}"
        for count, noun in ((dangers, "danger"), (refusals, "refusal"))
        if count
    )
    return f"{_item(worst[0], report.links)}{f' **{more[0].upper() + more[1:]}.**' if more else ''}"


def ever_briefer_entries(
    told: Sequence[Entry], links: Links, answer: Callable[[DiffFinding], str] | None = None
) -> Iterator[list[str]]:
    """The same mistakes ever more briefly: a sentence for the worst of them and the others counted, one sentence, none.

    ``answer`` gives the words of whoever accepts them: then every one is a sentence.
    """
    full = len(told) if answer else _MOST_SENTENCES
    items = [
        f"- {_item(entry, links)}{f'  {chr(10)}  {prose(answer(entry.findings[0]))}' if answer else ''}"
        for entry in told[:full]
    ]
    yield [*items, *_counted(told[full:], links)]
    yield [*(f"- {_item(entry, links)}" for entry in told[:1]), *_counted(told[1:], links)]
    yield list(_counted(told, links))


def short_entries(told: Sequence[Entry], links: Links) -> Iterator[list[str]]:
    """What is refused, all by name, or counted; nothing when every sentence names all that it is about."""
    refused = [entry for entry in told if not entry.first.waived]
    if len(refused) <= _MOST_SENTENCES and all(len(entry.findings) <= MOST_NAMES for entry in refused):
        refused = []
    yield list(_named(refused, links))
    yield list(_named(refused, links))
    yield list(_counted(refused, links))


def _item(entry: Entry, links: Links) -> str:
    finding = entry.first
    where = f" at {linked_place(finding.at, links)}" if finding.at else ""
    more = len({one.finding.at for one in entry.findings if one.finding.at} - {finding.at})
    others = f" and {counted(more, 'more place')}" if where and more else ""
    return f"{_sign(entry)} {sentence_markdown(entry.sentence)} {linked_rule(finding.rule, links)}{where}{others}"


def sentence_markdown(sentence: Sentence) -> str:
    """Our words as they are, and each name as text."""
    words = sentence.words.split("{}")
    names = [plain(name if len(name) <= _MOST_CHARACTERS else f"{name[:_MOST_CHARACTERS]}…") for name in sentence.names]
    return "".join(part for pair in zip(words, [*names, ""], strict=True) for part in pair)


def _named(told: Sequence[Entry], links: Links) -> Iterator[str]:
    """One line for each rule, which names what it is about."""
    for head, members in _by_rule(told, links).items():
        names = dict.fromkeys(noun_of(thing_of(one.finding.subject)) for entry in members for one in entry.findings)
        yield f"- {head}: {plain(', '.join(names))}"


def _counted(told: Sequence[Entry], links: Links) -> Iterator[str]:
    for head, members in _by_rule(told, links).items():
        yield f"- {head}: {sum(len(entry.findings) for entry in members)}"


def _by_rule(told: Sequence[Entry], links: Links) -> dict[str, list[Entry]]:
    by_rule: dict[str, list[Entry]] = {}
    for entry in told:
        head = f"{_sign(entry)} {plain(entry.first.summary)} {linked_rule(entry.first.rule, links)}"
        by_rule.setdefault(head, []).append(entry)
    return by_rule


def _sign(entry: Entry) -> str:
    if entry.first.waived:
        return "waived:"
    return "⛔" if entry.first.severity is Severity.REFUSE else "⚠️"
