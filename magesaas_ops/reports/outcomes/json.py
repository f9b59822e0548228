"""``apply`` and ``quarantine`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.outcome import Ending
from magesaas_ops.reports.findings.json import Json, coverage_json, document
from magesaas_ops.reports.plan.json import installation_json

if TYPE_CHECKING:
    from magesaas_ops.model.outcome import Outcome
    from magesaas_ops.model.plan_report import ApplyReport


def render(report: ApplyReport) -> str:
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
                    **installation_json(outcome.plan, report.targets.get(outcome.installation)),
                    **_outcome(outcome),
                }
                for outcome in report.outcomes
            ],
            "summary": endings,
        },
    )


def _outcome(outcome: Outcome) -> dict[str, Json]:
    return {
        "outcome": outcome.ending.value,
        "failed_step": outcome.step or None,
        "output": list(outcome.output.splitlines()),
        "hint": outcome.hint or None,
        "done": list(outcome.done),
        "state": outcome.state,
        "goes_on": outcome.goes_on or None,
        "seconds": round(outcome.seconds, 3),
        "remote_commands": dict(outcome.commands),
    }
