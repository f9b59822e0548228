"""Judging: runs every rule, survives those that crash, fills in places and applies waivers."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Coverage, Finding, Severity
from magesaas_ops.rules.catalogue import FILE_RULES, TRANSITION_RULES, WAIVER_RULES, WORLD_RULES, rule_by_id
from magesaas_ops.rules.rule import WaiverUse

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.inventory import Fleet
    from magesaas_ops.model.source import Place, Places
    from magesaas_ops.model.waiver import Waiver
    from magesaas_ops.model.world import World
    from magesaas_ops.rules.rule import Rule

CRASHED = "this rule crashed, so what it looks at was not judged"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules find in the files, in order of weight, and how much they looked at."""

    findings: tuple[Finding, ...]
    coverage: Coverage


def judge_files(fleet: Fleet, today: datetime.date) -> Judgement:
    """Judge the files of a fleet by every file rule, and then the waivers themselves.

    ``today`` decides which waivers hold. Installations that could not be built count as looked at: they are refused.
    """
    found = [finding for rule in FILE_RULES for finding in _judged(rule, partial(rule.judge, fleet))]
    judged = [_waived(finding, fleet.waivers, today) for finding in found]
    judged.extend(_judged_waivers(fleet, found, today))
    coverage = Coverage(
        files=len(fleet.files), installations=len(fleet.installations), rules=len(FILE_RULES) + len(WAIVER_RULES)
    )
    return Judgement(_in_order(_placed(judged, fleet.places)), coverage)


def judge_transition(change: Transition, today: datetime.date) -> tuple[Finding, ...]:
    """Judge a change of the fleet; places are those of ``after`` where it still has them.

    Only waivers of ``before`` count, by what things were called then: a change cannot waive itself.
    """
    found = [finding for rule in TRANSITION_RULES for finding in _judged(rule, partial(rule.judge, change))]
    waivers = change.before.waivers
    judged = [_waived(finding, waivers, today, change.former_subject) for finding in found]
    return _in_order(_placed(judged, change.after.places, change.before.places))


def judge_world(
    world: World, waivers: Sequence[Waiver], today: datetime.date, *, only: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Judge one installation by what its hosts and the registry say; by the rules in ``only``, if given."""
    rules = [rule for rule in WORLD_RULES if only is None or rule.id in only]
    found = [finding for rule in rules for finding in _judged(rule, partial(rule.judge, world))]
    return _in_order(_placed([_waived(finding, waivers, today) for finding in found], world.places))


def _judged(rule: Rule, judge: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What a rule finds; when it crashes, that is a refusal, together with what it found before."""
    found: list[Finding] = []
    try:
        found.extend(judge())
    except Exception as error:  # noqa: BLE001 (whatever it is, the rule did not finish looking)
        frame = traceback.extract_tb(error.__traceback__)[-1]
        # The message of the exception is left out: it may hold anything that stands in an inventory.
        where = f"{type(error).__name__} in {PurePath(frame.filename).name}, line {frame.lineno}"
        detail = f"{rule.id} crashed ({where}). This is a bug of magesaas-ops; please report it."
        found.append(Finding(rule.id, Severity.REFUSE, CRASHED, detail, "inventory"))
    return found


def _waived(
    finding: Finding, waivers: Iterable[Waiver], today: datetime.date, called: Callable[[str], str] = str
) -> Finding:
    """The finding, waived when a waiver holds; ``called`` translates its subjects into what waivers call them."""
    rule = rule_by_id(finding.rule)
    if rule is None or not rule.waivable or finding.is_final or finding.summary == CRASHED:
        return finding
    candidates = [waiver for waiver in waivers if waiver.rule == finding.rule and waiver.holds_on(today)]
    if candidates:
        subjects = [called(subject) for subject in finding.subjects]
        if any(waiver.accepts(subjects) for waiver in candidates):
            return replace(finding, waived=True)
    return finding


def _judged_waivers(fleet: Fleet, found: Sequence[Finding], today: datetime.date) -> Iterator[Finding]:
    """Judge the waivers; with defects, part of the fleet was not judged, and nobody knows what is unused."""
    for waiver in fleet.waivers:
        is_used = bool(fleet.defects) or any(waiver.covers(finding) for finding in found)
        use = WaiverUse(waiver, rule_by_id(waiver.rule), is_used, today)
        for rule in WAIVER_RULES:
            yield from _judged(rule, partial(rule.judge, use))


def _placed(findings: Iterable[Finding], *sources: Places) -> list[Finding]:
    """Fill in the places that rules left out."""

    def place(subject: str) -> Place | None:
        return next((found for places in sources if (found := places.of(subject)) is not None), None)

    return [
        replace(
            finding,
            at=finding.at or place(finding.subject),
            related=tuple(
                related if related.place else replace(related, place=place(related.subject))
                for related in finding.related
            ),
        )
        for finding in findings
    ]


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Refusals first, then warnings, then what is waived; each by place."""
    return tuple(sorted(findings, key=_weight_and_place))


def _weight_and_place(finding: Finding) -> tuple[int, str, int, int, str, str, str]:
    weight = 2 if finding.waived else 0 if finding.severity is Severity.REFUSE else 1
    path, line, column = (finding.at.path, finding.at.line, finding.at.column) if finding.at else ("", 0, 0)
    return weight, path, line, column, finding.rule, finding.subject, finding.detail
