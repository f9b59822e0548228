"""Every rule on the world has worlds that it accepts and worlds that it refuses; a new case is a new file.

A case is what differs from the world in order (``world.yaml``; with ``world: production``, from ``production_world.yaml``
on top of it), and beside that: ``finds``, each finding of the rule with its subject, its severity, a part of its detail
and whether applying repairs it, and ``also``, the other rules that find something in this world.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from magesaas_ops.model.finding import Finding
from magesaas_ops.model.waiver import Waiver
from magesaas_ops.rules import WORLD_RULES, judge_world
from magesaas_ops.rules.engine import CRASHED
from tests.rules.worlds import TODAY, world_of

HERE = Path(__file__).parent


def examples(kind: str) -> list[object]:
    return [
        pytest.param(rule.id, example, id=f"{rule.id}/{example.stem}")
        for rule in WORLD_RULES
        for example in sorted((HERE / rule.id / kind).glob("*.yaml"))
    ]


def case_in(example: Path) -> dict[str, Any]:
    return yaml.safe_load(example.read_text(encoding="utf-8"))


def findings_in(case: dict[str, Any]) -> tuple[Finding, ...]:
    return judge_world(world_of(case), (), TODAY)


def other_rules(findings: tuple[Finding, ...], rule_id: str) -> set[str]:
    return {finding.rule for finding in findings} - {rule_id}


@pytest.mark.parametrize(("rule_id", "example"), examples("accepted"))
def test_accepted_world_gives_no_finding(rule_id: str, example: Path) -> None:
    case = case_in(example)
    findings = findings_in(case)
    assert [finding for finding in findings if finding.rule == rule_id] == []
    assert other_rules(findings, rule_id) == set(case.get("also", ()))


@pytest.mark.parametrize(("rule_id", "example"), examples("refused"))
def test_refused_world_gives_the_stated_findings(rule_id: str, example: Path) -> None:
    case = case_in(example)
    findings = findings_in(case)
    found = [finding for finding in findings if finding.rule == rule_id]
    assert len(found) == len(case["finds"]), found
    for finding, stated in zip(found, case["finds"], strict=True):
        assert finding.subject == stated.get("at", finding.subject)
        assert stated.get("says", "") in finding.detail
        assert finding.summary != CRASHED
        assert finding.severity.value == stated.get("severity", finding.severity.value)
        assert finding.repaired == stated.get("repaired", finding.repaired)
    assert other_rules(findings, rule_id) == set(case.get("also", ()))


@pytest.mark.parametrize("rule", WORLD_RULES, ids=lambda rule: rule.id)
def test_rule_has_accepted_and_refused_worlds(rule) -> None:
    assert list((HERE / rule.id / "accepted").glob("*.yaml"))
    assert list((HERE / rule.id / "refused").glob("*.yaml"))


@pytest.mark.parametrize("rule", WORLD_RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("world", ["staging", "production"])
def test_nothing_is_said_of_nodes_that_could_not_be_looked_at(world: str, rule) -> None:
    unknown = "the connection was refused"
    begins = {"world": world} if world == "production" else {}
    found = findings_in({**begins, "nodes": {"web1": unknown, "web2": unknown}})
    assert rule.id not in {finding.rule for finding in found}


@pytest.mark.parametrize(("case", "is_waived"), [("proven", False), ("in-doubt", True)])
def test_a_waiver_accepts_a_shared_database_only_while_it_is_not_proven(case: str, is_waived: bool) -> None:
    waiver = Waiver("shared-database", "installations.shop", "they are two", "me@acme.example", TODAY, "waivers[0]")
    world = world_of(case_in(HERE / "shared-database" / "refused" / f"{case}.yaml"))
    assert [finding.waived for finding in judge_world(world, (waiver,), TODAY)] == [is_waived]


def test_an_undeclared_website_that_collides_is_refused_whatever_is_waived() -> None:
    waiver = Waiver("undeclared-website", "installations", "we know", "me@acme.example", TODAY, "waivers[0]")
    world = world_of(case_in(HERE / "undeclared-website" / "refused" / "claimed-by-another.yaml"))
    found = judge_world(world, (waiver,), TODAY)
    assert {finding.rule for finding in found if finding.refuses} == {"website-code-collision"}
