"""``plan`` as one comment of a pull request: found again by its first line, at most as long as a comment may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.step_words import item_of, value_text
from magesaas_ops.model.plan import Verdict
from magesaas_ops.model.task import Action
from magesaas_ops.reports.findings.markdown import ever_briefer, section_of
from magesaas_ops.reports.markdown.comment import Comment, Section
from magesaas_ops.reports.markdown.escaping import code, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.plan import InstallationPlan
    from magesaas_ops.model.plan_report import PlanReport
    from magesaas_ops.model.task import Step

MARKER = "<!-- magesaas plan -->"
_SIGN = {Action.CREATE: "+", Action.UPDATE: "!", Action.DELETE: "-"}


def render(report: PlanReport) -> str:
    """Refusals and unknown hosts always stand there, outside of folds; the steps as far as they fit."""
    plans = report.plan.installations
    found = dict.fromkeys((*report.plan.findings, *(finding for plan in plans for finding in plan.findings)))
    refused = [finding for finding in found if finding.refuses]
    others = [finding for finding in found if not finding.refuses]
    unknown = [line for plan in plans for line in _unknown_lines(plan)]
    comment = Comment([MARKER, *_head(report)], {"Refused": ever_briefer(refused)})
    return comment.with_sections(
        Section("Unknown", unknown),
        Section("Steps", [line for plan in plans for line in _step_lines(plan)], language="diff", fold="Steps"),
        section_of("Warnings", others, "Warnings"),
        Section("Notes", [f"- {plain(note)}" for note in report.notes], fold="Notes"),
    )


def _head(report: PlanReport) -> Iterator[str]:
    counts = [f"{report.plan.count(verdict)} {verdict.value}" for verdict in Verdict if report.plan.count(verdict)]
    yield f"### Plan: {', '.join(counts) or 'nothing to plan'}"
    yield ""
    for plan in report.plan.installations[:50]:
        if plan.verdict is not Verdict.IN_SYNC:
            target = code(report.targets.get(plan.name, ""))
            yield f"- {code(plan.name)} ({plan.stage} → {target}): **{plan.verdict.value}**, {len(plan.steps)} steps"
    yield f"- {plain(f'looked at: {report.coverage}')}"


def _unknown_lines(plan: InstallationPlan) -> Iterator[str]:
    for node, reason in plan.unknown.items():
        yield f"- {code(plan.name)}: {code(node)} {plain(reason)}"


def _step_lines(plan: InstallationPlan) -> Iterator[str]:
    if plan.steps:
        yield f"@@ {plan.name} @@"
    for step in plan.steps:
        yield _step_line(step)


def _step_line(step: Step) -> str:
    change = f" {value_text(step.before)} → {value_text(step.after)}" if step.before != step.after else ""
    return f"{_SIGN.get(step.actions[0], '#')} {step.kind.value} {item_of(step)}{change} ({step.reason})"
