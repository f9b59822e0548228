"""``plan``, ``apply`` and ``quarantine`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.outcome import Ending
from magesaas_ops.model.plan import Sensitive, Verdict
from magesaas_ops.reports.findings.json import Json, coverage_json, document, findings_json

if TYPE_CHECKING:
    from magesaas_ops.model.outcome import Outcome
    from magesaas_ops.model.plan import InstallationPlan, Shown, Step
    from magesaas_ops.model.plan_report import ApplyReport, PlanReport


def render(report: PlanReport) -> str:
    """A plan; a secret is ``{"sensitive": true, "fingerprint": …}``, null when only the host knows which it is."""
    plans = report.plan.installations
    counts: dict[str, Json] = {verdict.value: report.plan.count(verdict) for verdict in Verdict}
    return document(
        "plan",
        {
            "coverage": coverage_json(report.coverage),
            "installations": [_installation(plan, report.targets.get(plan.name)) for plan in plans],
            "findings": findings_json(report.plan.findings),
            "summary": {**counts, "steps": sum(len(plan.steps) for plan in plans)},
        },
    )


def render_outcomes(report: ApplyReport) -> str:
    """What was done. Seconds and counts of commands are in it, so two runs are never the same text."""
    endings: dict[str, Json] = {
        ending.value: sum(1 for outcome in report.outcomes if outcome.ending is ending) for ending in Ending
    }
    return document(
        report.verb,
        {
            "coverage": coverage_json(report.coverage),
            "installations": [
                {
                    **_installation(outcome.plan, report.targets.get(outcome.installation)),
                    **_outcome(outcome),
                }
                for outcome in report.outcomes
            ],
            "summary": endings,
        },
    )


def _installation(plan: InstallationPlan, target: str | None) -> dict[str, Json]:
    return {
        "name": plan.name,
        "stage": plan.stage,
        "saas_environment": target,
        "verdict": plan.verdict.value,
        "hosts": list(plan.hosts),
        "steps": [_step(step) for step in plan.steps],
        "findings": findings_json(plan.findings),
        "unknown": dict(plan.unknown),
    }


def _outcome(outcome: Outcome) -> dict[str, Json]:
    return {
        "outcome": outcome.ending.value,
        "failed_step": outcome.step or None,
        "output": list(outcome.output.splitlines()),
        "hint": outcome.hint or None,
        "seconds": round(outcome.seconds, 3),
        "remote_commands": dict(outcome.commands),
    }


def _step(step: Step) -> Json:
    return {
        "kind": step.kind.value,
        "item": step.item,
        "actions": [action.value for action in step.actions],
        "before": _shown(step.before),
        "after": _shown(step.after),
        "reason": step.reason,
        "hosts": list(step.hosts),
    }


def _shown(value: Shown) -> Json:
    if isinstance(value, Sensitive):
        return {"sensitive": True, "fingerprint": value.fingerprint}
    return value
