"""``import`` for a terminal: what was seen, what it runs into, and what is left to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings.text import finding_lines
from magesaas_ops.reports.paint import Paint, paint_nothing
from magesaas_ops.text.escaping import for_terminal
from magesaas_ops.text.plurals import counted
from magesaas_ops.text.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.draft import DraftInstallation
    from magesaas_ops.model.import_report import ImportReport


def render(report: ImportReport, paint: Paint = paint_nothing) -> str:
    return "\n".join(_lines(report, paint)) + "\n"


def _lines(report: ImportReport, paint: Paint) -> Iterator[str]:
    for one in report.draft.installations:
        yield f"{paint('+', 'green')} {for_terminal(_seen(one))}"
        for mark in one.marks:
            yield from wrapped(mark, "    ", "    ")
    for target, why in report.draft.skipped.items():
        yield f"= {for_terminal(target)}: {for_terminal(why)}"
    for target, reason in report.unknown.items():
        yield from (paint(line, "magenta") for line in wrapped(f"{target}: {reason}", "? ", "    "))
    if report.findings:
        yield ""
        yield paint("The fleet as it is:", "bold")
    for finding in report.findings:
        yield from finding_lines(finding, paint)
    yield ""
    written = "written to" if report.is_written else "not written, but for"
    files = for_terminal(", ".join(report.files)) or "no file"
    yield f"{counted(len(report.draft.installations), 'installation')} {written} {files}."
    unknown = f"{counted(len(report.unknown), 'host')} did not answer"
    yield f"{counted(report.to_confirm, 'line')} to confirm; {unknown}. Looked at {report.coverage}."


def _seen(one: DraftInstallation) -> str:
    nodes = f"  ({counted(len(one.hosts), 'host')})" if len(one.hosts) > 1 else ""
    return f"{one.name}  {one.stage.value} → {one.saas_environment}{nodes}"
