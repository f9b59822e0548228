"""``apply`` and ``quarantine`` for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.outcome import Ending
from magesaas_ops.reports.findings.text import finding_lines
from magesaas_ops.reports.paint import Paint, paint_nothing
from magesaas_ops.text.escaping import for_terminal
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.outcome import Outcome
    from magesaas_ops.model.plan_report import ApplyReport

_ENDING = {
    Ending.DONE: ("✓", "green"),
    Ending.NOTHING_TO_DO: ("=", "green"),
    Ending.REFUSED: ("✗", "red"),
    Ending.FAILED: ("✗", "red"),
    Ending.UNKNOWN: ("?", "magenta"),
    Ending.INTERRUPTED: ("!", "red"),
}
_SHOWS_NO_PLAN = "quarantine"
"""The verb before whose outcomes no plan is shown: what refused it is told with them."""


def render(report: ApplyReport, paint: Paint = paint_nothing) -> str:
    """How the work on each installation ended, failures with the step, its output and what to do."""
    lines: list[str] = []
    for outcome in report.outcomes:
        lines.extend(_lines(outcome, paint))
        if report.verb == _SHOWS_NO_PLAN:
            refused = (finding for finding in outcome.plan.findings if finding.refuses)
            lines.extend("    " + line for finding in refused for line in finding_lines(finding, paint))
    counts = [
        f"{number} {ending.value}"
        for ending in Ending
        if (number := sum(1 for outcome in report.outcomes if outcome.ending is ending))
    ]
    lines.append(f"{report.verb.capitalize()}: {', '.join(counts) or 'nothing to do'}.")
    return "\n".join(lines) + "\n"


def _lines(outcome: Outcome, paint: Paint) -> Iterator[str]:
    sign, colour = _ENDING[outcome.ending]
    spent = f"{outcome.seconds:.1f} s, {counted(sum(outcome.commands.values()), 'remote command')}"
    yield paint(f"{sign} {for_terminal(outcome.installation)}", colour) + f"  {outcome.ending.value}  ({spent})"
    if outcome.step:
        yield f"    {'was at' if outcome.ending is Ending.INTERRUPTED else 'failed at'} {for_terminal(outcome.step)}"
    yield from (f"    | {for_terminal(line)}" for line in outcome.output.splitlines())
    if outcome.hint:
        yield f"    {for_terminal(outcome.hint)}"
    if outcome.ending is not Ending.NOTHING_TO_DO and outcome.state:
        yield f"    now: {for_terminal(outcome.state)}"
    if outcome.goes_on:
        yield f"    goes on with: {for_terminal(outcome.goes_on)}"
