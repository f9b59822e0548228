"""Plans and outcomes for a terminal: the verdict at a glance, then each step with before → after, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.step_words import item_of, value_text
from magesaas_ops.model.plan import Verdict
from magesaas_ops.model.task import Action
from magesaas_ops.reports.findings.text import finding_lines
from magesaas_ops.reports.paint import Paint, paint_nothing
from magesaas_ops.text.escaping import for_terminal
from magesaas_ops.text.plurals import counted
from magesaas_ops.text.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from magesaas_ops.model.plan import InstallationPlan
    from magesaas_ops.model.plan_report import PlanReport
    from magesaas_ops.model.task import Step

_HEAD = {
    Verdict.IN_SYNC: ("=", "green"),
    Verdict.CHANGES: ("±", "yellow"),
    Verdict.REFUSED: ("✗", "red"),
    Verdict.UNKNOWN: ("?", "magenta"),
    Verdict.NOT_BUILT: ("·", "dim"),
}
_MARK = {Action.CREATE: ("+", "green"), Action.UPDATE: ("~", "yellow"), Action.DELETE: ("-", "red")}
_RUN = ("»", "cyan")


def render(report: PlanReport, paint: Paint = paint_nothing) -> str:
    """A plan, installation by installation, and a last line that counts the verdicts and what was looked at."""
    lines = [line for plan in report.plan.installations for line in _plan_lines(plan, report.targets, paint)]
    lines += [line for finding in report.plan.findings for line in finding_lines(finding, paint)]
    lines += [line for note in report.notes for line in wrapped(note, "note: ", "      ")]
    counts = [f"{report.plan.count(verdict)} {verdict.value}" for verdict in Verdict if report.plan.count(verdict)]
    steps = sum(len(plan.steps) for plan in report.plan.installations)
    lines.append(
        f"Plan: {', '.join(counts) or 'nothing to plan'}; {counted(steps, 'step')}. Looked at {report.coverage}."
    )
    return "\n".join(lines) + "\n"


def _plan_lines(plan: InstallationPlan, targets: Mapping[str, str], paint: Paint) -> Iterable[str]:
    sign, colour = _HEAD[plan.verdict]
    hosts = counted(len(plan.hosts), "host")
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
        change = f"{value_text(step.before)} → {value_text(step.after)}  "
    where = f"  [{', '.join(map(for_terminal, step.hosts))}]" if several_hosts and step.hosts else ""
    reason = paint(f"({for_terminal(step.reason)})", "dim")
    return f"    {paint(sign, colour)} {step.kind.value:<11} {item_of(step):<{width}}  {change}{reason}{where}"
