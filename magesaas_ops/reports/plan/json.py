"""``plan`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.plan import Verdict
from magesaas_ops.model.task import Sensitive
from magesaas_ops.reports.findings.json import Json, coverage_json, document, findings_json

if TYPE_CHECKING:
    from magesaas_ops.model.plan import InstallationPlan
    from magesaas_ops.model.plan_report import PlanReport
    from magesaas_ops.model.task import Shown, Step


def render(report: PlanReport) -> str:
    """A plan; a secret is ``{"sensitive": true, "fingerprint": …}``, null when only the host knows which it is."""
    plans = report.plan.installations
    counts: dict[str, Json] = {verdict.value: report.plan.count(verdict) for verdict in Verdict}
    return document(
        "plan",
        {
            "coverage": coverage_json(report.coverage),
            "installations": [installation_json(plan, report.targets.get(plan.name)) for plan in plans],
            "findings": findings_json(report.plan.findings),
            "notes": list(report.notes),
            "summary": {**counts, "steps": sum(len(plan.steps) for plan in plans)},
        },
    )


def installation_json(plan: InstallationPlan, target: str | None) -> dict[str, Json]:
    """One installation with its steps, as reports on what was done show it too."""
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
