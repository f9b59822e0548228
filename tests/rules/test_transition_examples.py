"""Every rule on two revisions has examples that it accepts and refuses; a new case is a new file.

An example is a diff of one whole file. It gives no other findings of this kind than those of its rule and of the rules
that a first line ``# also: id, id`` names.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from magesaas_ops.laws.transition import transition
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.rules import TRANSITION_RULES, judge_transition
from magesaas_ops.rules.rule import page_of
from tests.rules.test_rule_examples import ACCOUNTS, DEFAULTS

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


def side(diff: str, sign: str) -> str:
    return "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] in f" {sign}")


def rules_found(before: str, after: str) -> set[str]:
    fleets = [fleet_from_files({"fleet.yaml": text.encode()} if text else {}) for text in (before, after)]
    return {finding.rule for finding in judge_transition(transition(*fleets), TODAY) if not finding.waived}


@pytest.mark.parametrize(("rule_id", "diff"), examples("accepted"))
def test_accepted_change_gives_no_finding(rule_id, diff):
    assert rule_id not in rules_found(side(diff, "-"), side(diff, "+"))


@pytest.mark.parametrize(("rule_id", "diff"), examples("refused"))
def test_refused_change_gives_its_rule_and_the_stated_ones(rule_id, diff):
    stated = re.match(r"# also: (.*)\n", diff)
    also = set(stated.group(1).split(", ")) if stated else set()
    assert rules_found(side(diff, "-"), side(diff, "+")) == {rule_id} | also


@pytest.mark.parametrize(("rule_id", "diff"), examples("refused"))
def test_no_change_gives_no_finding(rule_id, diff):
    assert rules_found(side(diff, "+"), side(diff, "+")) == set()


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
    assert rule.id in rules_found(*texts)
