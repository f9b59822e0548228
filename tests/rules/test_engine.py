"""The engine: coverage, waivers, order, and rules that crash."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from magesaas_ops.laws.transition import UnreadableBase, transition
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.model.inventory import Fleet
from magesaas_ops.model.source import Place
from magesaas_ops.rules import ALL_RULES, FILE_RULES, WAIVER_RULES, engine, judge_files, judge_transition, undeclared_sharing, unused_waiver
from magesaas_ops.rules.rule import FileRule, listed, page_of, sheets_by_id

TODAY = datetime.date(2026, 6, 1)
FLEET = """version: 1
accounts:
  acme:
    keys: {production: {api_key: {env: A}, private_key: {file: a}}}
    projects:
      shop:
        id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01
        saas_environments: {test: {id: 22222222-2222-4222-8222-222222222222, type: testing}}
defaults: {stage: staging, root: /r, saas_environment: acme/shop/test}
installations:
  eu: {hosts: [eu], websites: [eu]}
  us: {hosts: [us], websites: [us]}
"""
WAIVER = """waivers:
  - {rule: undeclared-sharing, at: %s, reason: r, owner: o, expires: %s}
"""


def fleet(text: str = FLEET) -> Fleet:
    return fleet_from_files({"f.yaml": text.encode()})


def judged(text: str, today: datetime.date = TODAY) -> list[tuple[str, bool]]:
    return [(finding.rule, finding.waived) for finding in judge_files(fleet(text), today).findings]


def test_coverage_counts_rules_files_and_installations() -> None:
    coverage = judge_files(fleet(), TODAY).coverage
    assert str(coverage) == f"{len(FILE_RULES) + len(WAIVER_RULES)} rules × 2 installations (1 file)"


@pytest.mark.parametrize(
    "at",
    ["installations.eu.saas_environment", "installations.us", "installations", "accounts.acme.projects.shop",
     "accounts.acme.projects.shop.saas_environments.test"],
)
def test_waiver_at_any_place_of_a_finding_or_above_it_holds(at: str) -> None:
    assert judged(FLEET + WAIVER % (at, "2026-06-01")) == [("undeclared-sharing", True)]


@pytest.mark.parametrize("at", ["installations.u", "installations.eu.stage", "accounts.acme.keys", "eu"])
def test_waiver_elsewhere_does_not_hold(at: str) -> None:
    assert judged(FLEET + WAIVER % (at, "2026-06-01")) == [("undeclared-sharing", False), ("unused-waiver", False)]


def test_waiver_holds_on_its_last_day_and_not_on_the_next() -> None:
    text = FLEET + WAIVER % ("installations.eu", "2026-06-01")
    assert judged(text, datetime.date(2026, 6, 1)) == [("undeclared-sharing", True)]
    assert judged(text, datetime.date(2026, 6, 2)) == [("expired-waiver", False), ("undeclared-sharing", False)]


def test_waiver_is_not_called_unused_when_part_of_the_fleet_could_not_be_read() -> None:
    text = FLEET.replace("  us: {", "  us: {stage: stagging, ") + WAIVER % ("installations.eu", "2026-06-01")
    assert judged(text) == [("schema-violation", False)]


def crash(_fleet: Fleet) -> list[object]:
    raise KeyError("a value of the inventory")


@pytest.mark.parametrize("waiver", ["", WAIVER % ("inventory", "2099-01-01")])
def test_rule_that_crashes_is_a_refusal_that_nothing_waives(waiver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = undeclared_sharing.RULE
    broken = FileRule(rule.id, rule.severity, rule.summary, crash)
    monkeypatch.setattr(engine, "FILE_RULES", (broken,))
    first, *_ = judge_files(fleet(FLEET + waiver), TODAY).findings
    assert (first.rule, first.severity.value, first.waived) == ("undeclared-sharing", "refuse", False)
    assert first.refuses
    assert "KeyError in test_engine.py" in first.detail
    assert "a value of the inventory" not in first.detail


def test_findings_before_a_crash_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_and_crash(_fleet: Fleet):
        yield rule.finding("installations.eu", "found.")
        raise ValueError

    rule = undeclared_sharing.RULE
    monkeypatch.setattr(engine, "FILE_RULES", (FileRule(rule.id, rule.severity, rule.summary, find_and_crash),))
    assert [finding.detail for finding in judge_files(fleet(), TODAY).findings][1:] == ["found."]


def test_refusals_come_first_then_warnings_then_what_is_waived() -> None:
    text = FLEET.replace("stage: staging", "stage: production") + WAIVER % ("installations.eu", "2099-01-01")
    rules = [finding.rule for finding in judge_files(fleet(text), TODAY).findings]
    assert rules == [
        "production-without-base-urls",
        "production-without-base-urls",
        "production-on-testing-saas-environment",
        "production-on-testing-saas-environment",
        "undeclared-sharing",
    ]


def test_nothing_changes_between_a_fleet_and_itself() -> None:
    assert judge_transition(transition(fleet(), fleet()), TODAY) == ()


def test_one_of_several_waivers_is_enough() -> None:
    elsewhere = "  - {rule: undeclared-sharing, at: accounts.acme.keys, reason: r, owner: o, expires: 2099-01-01}\n"
    text = FLEET + WAIVER % ("installations.eu", "2099-01-01") + elsewhere
    assert judged(text) == [("unused-waiver", False), ("undeclared-sharing", True)]


def found_by(judge, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    rule = undeclared_sharing.RULE
    monkeypatch.setattr(engine, "FILE_RULES", (FileRule(rule.id, rule.severity, rule.summary, judge),))
    return [finding for finding in judge_files(fleet(), TODAY).findings if finding.rule == rule.id]


def test_places_are_filled_in_and_those_that_a_rule_knows_better_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    better = Place("other.yaml", 7, 3)

    def find(_fleet: Fleet):
        yield undeclared_sharing.RULE.finding(
            "installations.eu", "eu.", related=[Related("installations.us", None, "too"), Related("installations.us", better, "too")]
        )
        yield undeclared_sharing.RULE.finding("installations.eu", "better.", at=better)
        yield undeclared_sharing.RULE.finding("nowhere", "nowhere.")

    nowhere, known, other = found_by(find, monkeypatch)
    assert nowhere.at is None
    assert known.at == fleet().places.of("installations.eu")
    assert [related.place for related in known.related] == [fleet().places.of("installations.us"), better]
    assert other.at == better


def test_findings_of_equal_weight_stand_in_the_order_of_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    places = [("a.yaml", 1, 2), ("a.yaml", 2, 1), ("b.yaml", 1, 1)]

    def find(_fleet: Fleet):
        for number, place in enumerate(reversed(places)):
            yield undeclared_sharing.RULE.finding("installations.eu", f"{number}.", at=Place(*place))

    found = [finding.at for finding in found_by(find, monkeypatch)]
    assert [(at.path, at.line, at.column) for at in found if at] == places


def test_what_is_waived_stands_behind_a_warning_that_comes_later_in_the_files() -> None:
    text = FLEET + WAIVER % ("installations.eu", "2099-01-01") + (
        "  - {rule: undeclared-sharing, at: accounts.acme.keys, reason: r, owner: o, expires: 2099-01-01}\n"
    )
    assert [waived for _, waived in judged(text)] == [False, True]


@pytest.mark.parametrize(("names", "said"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_names_are_listed_as_in_a_sentence(names: list[str], said: str) -> None:
    assert listed(names) == said


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_sheet_shows_what_the_rule_is(rule) -> None:
    sheet = sheets_by_id(ALL_RULES)[rule.id]
    assert (sheet.id, sheet.severity, sheet.summary, sheet.waivable) == (rule.id, rule.severity, rule.summary, rule.waivable)
    assert sheet.page == page_of(rule)
    assert sheet.page == sheet.page.strip() + "\n"


BASE = UnreadableBase("v1", (fleet("version: 2\n").defects), command="magesaas diff abcdef123456")


@pytest.mark.parametrize(
    ("base", "severity", "says"),
    [
        (BASE, Severity.REFUSE, "v1 cannot be read whole (f.yaml:1:10: "),
        (BASE, Severity.REFUSE, "No ancestor that can be read is in this clone"),
        (
            replace(BASE, ancestor="abcdef1234567890"),
            Severity.REFUSE,
            "The nearest ancestor that can be read is abcdef123456; compare with that: magesaas diff abcdef123456",
        ),
        (
            replace(BASE, ancestor="abcdef1234567890", is_replaced=True),
            Severity.WARN,
            "The change is compared with its ancestor abcdef123456, the nearest that can be read.",
        ),
    ],
)
def test_an_unreadable_base_is_refused_unless_an_ancestor_replaces_it(
    base: UnreadableBase, severity: Severity, says: str
) -> None:
    (finding,) = judge_transition(transition(fleet(), fleet(), base), TODAY)
    assert finding.severity is severity
    assert says in finding.detail


def test_waiver_rules_are_never_waived() -> None:
    assert not unused_waiver.RULE.waivable
