"""Every rule on two revisions has examples that it accepts and refuses; a new case is a new file.

An example is a diff of one whole file; what it begins with says more of its findings (:mod:`tests.rules.stated`). It
gives no other findings of this kind than those of its rule and of the rules that a line ``# also: id, id`` names,
whatever else changes.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from magesaas_ops.laws.transition import transition
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.finding import Finding
from magesaas_ops.model.inventory import Fleet
from magesaas_ops.rules import TRANSITION_RULES, judge_transition
from magesaas_ops.rules.rule import page_of
from tests.rules.stated import hold, side, stated_in
from tests.rules.test_rule_examples import ACCOUNTS, BYSTANDERS, DEFAULTS

HERE = Path(__file__).parent
TODAY = datetime.date(2026, 6, 1)
KEYS = """
    keys:
      production: {api_key: {env: ACME_API_KEY}, private_key: {file: acme.pem}}
"""


def examples(kind):
    return [
        pytest.param(rule.id, example.read_text(), id=f"{rule.id}/{example.stem}")
        for rule in TRANSITION_RULES
        for example in sorted((HERE / rule.id / kind).glob("*.diff"))
    ]


def fleet_of(text: str, beside: str = "") -> Fleet:
    files = {"0-bystanders.yaml": beside, "fleet.yaml": text}
    return fleet_from_files({name: content.encode() for name, content in files.items() if content})


def findings_between(before: Fleet, after: Fleet) -> list[Finding]:
    return [finding for finding in judge_transition(transition(before, after), TODAY) if not finding.waived]


def alone(diff: str) -> list[Finding]:
    return findings_between(fleet_of(side(diff, "-")), fleet_of(side(diff, "+")))


def beside_bystanders(diff: str) -> list[Finding]:
    """What is found when other installations, changed and unchanged in all ways that are in order, stand before."""
    return findings_between(*(fleet_of(side(diff, sign), side(BYSTANDERS, sign)) for sign in "-+"))


@pytest.mark.parametrize(("rule_id", "diff"), examples("accepted"))
def test_accepted_change_gives_no_finding(rule_id, diff):
    assert rule_id not in {finding.rule for finding in alone(diff)}


@pytest.mark.parametrize(("rule_id", "diff"), examples("refused"))
def test_refused_change_gives_its_rule_and_the_stated_ones(rule_id, diff):
    hold(alone(diff), rule_id, stated_in(diff))


@pytest.mark.parametrize(("rule_id", "diff"), [one for one in examples("refused") if one.values[0] != "inventory-gone"])
def test_a_refused_change_is_found_beside_changes_that_are_in_order(rule_id, diff):
    hold(beside_bystanders(diff), rule_id, stated_in(diff))


@pytest.mark.parametrize(("rule_id", "diff"), examples("accepted"))
def test_an_accepted_change_is_accepted_beside_changes_that_are_in_order(rule_id, diff):
    assert rule_id not in {finding.rule for finding in beside_bystanders(diff)}


@pytest.mark.parametrize(("rule_id", "diff"), examples("refused"))
def test_no_change_gives_no_finding(rule_id, diff):
    assert findings_between(fleet_of(side(diff, "+")), fleet_of(side(diff, "+"))) == []


@pytest.mark.parametrize("rule", TRANSITION_RULES, ids=lambda rule: rule.id)
def test_rule_has_accepted_and_refused_examples(rule):
    assert list((HERE / rule.id / "accepted").glob("*.diff"))
    assert list((HERE / rule.id / "refused").glob("*.diff"))


@pytest.mark.parametrize("rule", TRANSITION_RULES, ids=lambda rule: rule.id)
def test_example_on_the_page_is_found_by_the_rule(rule):
    block = re.search(r"```diff\n(.*?)```", page_of(rule), re.DOTALL)
    assert block, "the page has no example"
    declared = "" if "accounts:" in block.group(1) else ACCOUNTS
    keys = KEYS if "accounts:" in block.group(1) and "keys:" not in block.group(1) else "\n"
    texts = [
        "version: 1\n" + side(block.group(1), sign).replace("  acme:\n", f"  acme:{keys}", 1) + declared + DEFAULTS
        if side(block.group(1), sign)
        else ""
        for sign in "-+"
    ]
    assert rule.id in {finding.rule for finding in findings_between(*map(fleet_of, texts))}
