"""Plans and outcomes in every format: what a reader must see, and what a hostile host must not achieve."""

from __future__ import annotations

import json
import re

import pytest

from magesaas_ops.model.finding import Coverage, Finding, Severity
from magesaas_ops.model.outcome import Ending, Outcome
from magesaas_ops.model.plan import InstallationPlan, Plan, Verdict
from magesaas_ops.model.plan_report import ApplyReport, PlanReport
from magesaas_ops.model.task import Action, Sensitive, Step, StepKind, Task, TaskKind
from magesaas_ops.reports.outcomes import text as outcomes_text
from magesaas_ops.reports.plan import json as plan_json
from magesaas_ops.reports.plan import markdown as plan_markdown
from magesaas_ops.reports.plan import text as plan_text

HOSTILE = ["\x1b[31mred\x1b[0m", "a\nb", "::error::x", "</details>", "```", "| pipe |", "%0A", "\u202eevil", "`code`"]


def step(before: object = None, after: object = "22222222", reason: str = "it is not set") -> Step:
    path = "services_connector/services_id/environment_id"
    return Step(StepKind.VALUE, path, (Action.UPDATE,), reason, before, after, ("web1",))


def plan(*steps: Step, **fields: object) -> InstallationPlan:
    tasks = (Task(TaskKind.CONFIGURE, ("web1",), "it is not set", steps),) if steps else ()
    given = {"name": "eu", "stage": "staging", "verdict": Verdict.CHANGES, "hosts": ("web1",), "tasks": tasks}
    return InstallationPlan(**{**given, **fields})


def report(*plans: InstallationPlan) -> PlanReport:
    return PlanReport(Plan(plans), Coverage(1, len(plans), 40), {one.name: "acme/shop/testing-1" for one in plans})


def refusal(detail: str = "why") -> Finding:
    return Finding("undeclared-website", Severity.REFUSE, "the summary", detail, "installations.eu.websites")


def test_text_shows_verdict_change_and_reason_in_one_line_each() -> None:
    secret = step(before=Sensitive(None), after=Sensitive("0123456789ab"), reason="it differs from the inventory")
    told = plan_text.render(report(plan(step(before="11111111"), secret)))
    assert "± eu  staging → acme/shop/testing-1  (1 host)  changes" in told
    assert "~ value       environment_id  11111111 → 22222222  (it is not set)" in told
    assert "another secret → secret 0123456789ab" in told
    assert told.endswith("Plan: 1 changes; 2 steps. Looked at 40 rules × 1 installation (1 file).\n")


def test_json_has_the_shape_of_the_interface() -> None:
    told = json.loads(plan_json.render(report(plan(step(before=Sensitive(None), after=Sensitive("ab"))))))
    assert list(told)[:2] == ["format_version", "verb"]
    assert told["format_version"] == "1.0"
    one = told["installations"][0]
    assert {"name", "stage", "verdict", "hosts", "steps", "findings"} <= set(one)
    assert one["steps"][0] == {
        "kind": "value",
        "item": "services_connector/services_id/environment_id",
        "actions": ["update"],
        "before": {"sensitive": True, "fingerprint": None},
        "after": {"sensitive": True, "fingerprint": "ab"},
        "reason": "it is not set",
        "hosts": ["web1"],
    }
    assert told["summary"] == {"in-sync": 0, "changes": 1, "refused": 0, "unknown": 0, "not-built": 0, "steps": 1}


def test_markdown_never_cuts_a_refusal_and_stays_a_comment() -> None:
    refused = plan(name="zz", verdict=Verdict.REFUSED, findings=(refusal("the one that counts"),))
    crowd = [plan(*(step(),) * 20, name=f"eu-{number}") for number in range(500)]
    told = plan_markdown.render(report(*crowd, refused))
    assert told.startswith("<!-- magesaas plan -->\n### Plan: 500 changes, 1 refused")
    assert len(told) <= 65_536
    assert "the one that counts" in told


@pytest.mark.parametrize("text", HOSTILE)
def test_what_hosts_and_inventories_say_stays_text(text: str) -> None:
    plans = report(
        plan(step(before=text, reason=text), findings=(refusal(text),), unknown={"web1": text}),
    )
    outcome = Outcome("eu", Ending.FAILED, plans.plan.installations[0], text, text, text)
    shown = plan_text.render(plans) + outcomes_text.render(ApplyReport("apply", (outcome,), Coverage(1, 1, 40)))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    commented = plan_markdown.render(plans)
    assert "\x1b" not in commented
    outside_of_fences = re.sub(r"(`{3,})diff\n.*?\n\1\n", "", commented, flags=re.DOTALL)
    assert outside_of_fences != commented
    assert outside_of_fences.count("</details>") == outside_of_fences.count("<details>") == 1
    assert json.loads(plan_json.render(plans))["installations"][0]["steps"][0]["before"] == text


def test_a_failure_is_told_with_step_output_and_what_to_do() -> None:
    outcome = Outcome(
        "eu", Ending.FAILED, plan(), "packages: composer require", "one\ntwo", "Do this.", 1.25, {"web1": 4}
    )
    told = outcomes_text.render(ApplyReport("apply", (outcome,), Coverage(1, 1, 40)))
    assert told == (
        "✗ eu  failed  (1.2 s, 4 remote commands)\n    failed at packages: composer require\n    | one\n    | two\n"
        "    Do this.\nApply: 1 failed.\n"
    )
