"""The engine: coverage, waivers, order, and rules that crash."""

from __future__ import annotations

import datetime

import pytest

from magesaas_ops.laws.transition import transition
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.inventory import Fleet
from magesaas_ops.rules import FILE_RULES, WAIVER_RULES, engine, judge_files, judge_transition, undeclared_sharing, unused_waiver
from magesaas_ops.rules.rule import FileRule

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


def test_waiver_rules_are_never_waived() -> None:
    assert not unused_waiver.RULE.waivable
