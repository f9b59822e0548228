"""Plans and outcomes for a terminal: the verdict at a glance, then each step with before → after, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.outcome import Ending
from magesaas_ops.model.plan import Action, Verdict
from magesaas_ops.reports.findings.text import finding_lines
from magesaas_ops.reports.paint import Paint, paint_nothing
from magesaas_ops.reports.plan.words import item_of, shown
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from magesaas_ops.model.outcome import Outcome
    from magesaas_ops.model.plan import InstallationPlan, Step
    from magesaas_ops.model.plan_report import ApplyReport, PlanReport

_HEAD = {
    Verdict.IN_SYNC: ("=", "green"),
    Verdict.CHANGES: ("±", "yellow"),
    Verdict.REFUSED: ("✗", "red"),
    Verdict.UNKNOWN: ("?", "magenta"),
}
_MARK = {Action.CREATE: ("+", "green"), Action.UPDATE: ("~", "yellow"), Action.DELETE: ("-", "red")}
_RUN = ("»", "cyan")
_ENDING = {
    Ending.DONE: ("✓", "green"),
    Ending.NOTHING_TO_DO: ("=", "green"),
    Ending.REFUSED: ("✗", "red"),
    Ending.FAILED: ("✗", "red"),
    Ending.UNKNOWN: ("?", "magenta"),
}


def render(report: PlanReport, paint: Paint = paint_nothing) -> str:
    """A plan, installation by installation, and a last line that counts the verdicts and what was looked at."""
    lines = [line for plan in report.plan.installations for line in _plan_lines(plan, report.targets, paint)]
    lines += [line for finding in report.plan.findings for line in finding_lines(finding, paint)]
    counts = [f"{report.plan.count(verdict)} {verdict.value}" for verdict in Verdict if report.plan.count(verdict)]
    steps = sum(len(plan.steps) for plan in report.plan.installations)
    lines.append(
        f"Plan: {', '.join(counts) or 'nothing to plan'}; {_count(steps, 'step')}. Looked at {report.coverage}."
    )
    return "\n".join(lines) + "\n"


def render_outcomes(report: ApplyReport, paint: Paint = paint_nothing) -> str:
    """How the work on each installation ended, failures with the step, its output and what to do."""
    lines = [line for outcome in report.outcomes for line in _outcome_lines(outcome, paint)]
    counts = [
        f"{number} {ending.value}"
        for ending in Ending
        if (number := sum(1 for outcome in report.outcomes if outcome.ending is ending))
    ]
    lines.append(f"{report.verb.capitalize()}: {', '.join(counts) or 'nothing to do'}.")
    return "\n".join(lines) + "\n"


def _plan_lines(plan: InstallationPlan, targets: Mapping[str, str], paint: Paint) -> Iterable[str]:
    sign, colour = _HEAD[plan.verdict]
    hosts = _count(len(plan.hosts), "host")
    target = for_terminal(targets.get(plan.name, ""))
    yield (
        paint(f"{sign} {for_terminal(plan.name)}", colour)
        + f"  {plan.stage} → {target}  ({hosts})  {plan.verdict.value}"
    )
    for finding in plan.findings:
        yield from ("    " + line for line in finding_lines(finding, paint))
    for node, reason in plan.unknown.items():
        first, *others = reason.splitlines() or [""]
        yield f"    {paint('unknown', 'magenta')} {for_terminal(node)}: {for_terminal(first)}"
        yield from (f"      {for_terminal(line)}" for line in others)
    width = max((len(item_of(step)) for step in plan.steps), default=0)
    for step in plan.steps:
        yield _step_line(step, min(width, 44), paint, several_hosts=len(plan.hosts) > 1)
    if plan.steps or plan.findings or plan.unknown:
        yield ""


def _step_line(step: Step, width: int, paint: Paint, *, several_hosts: bool) -> str:
    sign, colour = _MARK.get(step.actions[0], _RUN)
    change = ""
    if step.before != step.after:
        change = f"{shown(step.before)} → {shown(step.after)}  "
    where = f"  [{', '.join(map(for_terminal, step.hosts))}]" if several_hosts and step.hosts else ""
    reason = paint(f"({for_terminal(step.reason)})", "dim")
    return f"    {paint(sign, colour)} {step.kind.value:<11} {item_of(step):<{width}}  {change}{reason}{where}"


def _outcome_lines(outcome: Outcome, paint: Paint) -> Iterable[str]:
    sign, colour = _ENDING[outcome.ending]
    calls = sum(outcome.commands.values())
    spent = f"{outcome.seconds:.1f} s, {_count(calls, 'remote command')}"
    yield paint(f"{sign} {for_terminal(outcome.installation)}", colour) + f"  {outcome.ending.value}  ({spent})"
    if outcome.step:
        yield f"    failed at {for_terminal(outcome.step)}"
    yield from (f"    | {for_terminal(line)}" for line in outcome.output.splitlines())
    if outcome.hint:
        yield f"    {for_terminal(outcome.hint)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
