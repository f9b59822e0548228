"""``magesaas rule``: pages and the list of all rules."""

from __future__ import annotations

import json

import pytest

from magesaas_ops.cli import main
from magesaas_ops.rules import ALL_RULES, WORLD_RULES
from magesaas_ops.rules.rule import page_of


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_page_is_printed_as_it_stands_in_the_rule(rule, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", rule.id]) == 0
    assert capsys.readouterr() == (page_of(rule), "")


def test_all_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule"]) == 0
    out = capsys.readouterr().out
    assert [rule.id for rule in ALL_RULES if rule.id not in out] == []
    assert "cannot be waived" in out


def test_all_rules_are_listed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "-f", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["format_version", "verb", "rules"]
    assert [rule["id"] for rule in document["rules"]] == [rule.id for rule in ALL_RULES]
    assert list(document["rules"][0]) == ["id", "severity", "summary", "looks_at", "waivable", "page"]
    assert sum(rule["looks_at"] == "hosts and the registry" for rule in document["rules"]) == len(WORLD_RULES)


def test_unknown_rule_is_wrong_usage_with_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "website-code-colision"]) == 2
    assert capsys.readouterr() == (
        "",
        "error: no rule is called website-code-colision\nhint: Did you mean website-code-collision?\n",
    )
