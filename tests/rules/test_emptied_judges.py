"""Every rule is proved by its own cases: with its judge emptied the refused ones go red, with one that always finds
something the accepted ones do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from magesaas_ops.model.finding import Finding
from magesaas_ops.rules import FILE_RULES, TRANSITION_RULES, WAIVER_RULES, WORLD_RULES, engine
from magesaas_ops.rules.rule import Rule
from tests.rules import test_rule_examples, test_transition_examples, test_world_examples

ON_FILES = {
    "accepted": test_rule_examples.test_accepted_example_gives_no_finding,
    "refused": test_rule_examples.test_refused_example_gives_its_rule_and_the_stated_ones,
}
ON_TRANSITIONS = {
    "accepted": test_transition_examples.test_accepted_change_gives_no_finding,
    "refused": test_transition_examples.test_refused_change_gives_its_rule_and_the_stated_ones,
}
ON_WORLDS = {
    "accepted": test_world_examples.test_accepted_world_gives_no_finding,
    "refused": test_world_examples.test_refused_world_gives_the_stated_findings,
}
KINDS = {
    "FILE_RULES": (FILE_RULES, test_rule_examples.examples, ON_FILES),
    "WAIVER_RULES": (WAIVER_RULES, test_rule_examples.examples, ON_FILES),
    "TRANSITION_RULES": (TRANSITION_RULES, test_transition_examples.examples, ON_TRANSITIONS),
    "WORLD_RULES": (WORLD_RULES, test_world_examples.examples, ON_WORLDS),
}
"""How the engine calls each list of rules, their cases, and the tests that hold a rule against them."""
Judge = Callable[..., Iterable[Finding]]

RULES = [
    pytest.param(name, rule, id=rule.id) for name, (rules, _, _) in KINDS.items() for rule in rules
]


def judging_by(judge: Judge, name: str, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = KINDS[name][0]
    monkeypatch.setattr(engine, name, tuple(replace(one, judge=judge) if one is rule else one for one in rules))


def every_case_goes_red(kind: str, name: str, rule: Rule) -> None:
    _, examples, tests = KINDS[name]
    for rule_id, case in (parameters.values for parameters in examples(kind)):
        if rule_id == rule.id:
            with pytest.raises(AssertionError):
                tests[kind](rule_id, case)


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_refused_cases_go_red_when_the_judge_is_emptied(name, rule, monkeypatch) -> None:
    judging_by(lambda *_: (), name, rule, monkeypatch)
    every_case_goes_red("refused", name, rule)


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_accepted_cases_go_red_when_the_judge_always_finds_something(name, rule, monkeypatch) -> None:
    judging_by(lambda *_: [rule.finding("inventory", "something.")], name, rule, monkeypatch)
    every_case_goes_red("accepted", name, rule)
