"""``diff`` as annotations of a workflow: what the change introduces first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings import github

if TYPE_CHECKING:
    from magesaas_ops.model.diff_report import DiffReport


def render(report: DiffReport) -> str:
    counts = f"{report.counts}, {len(report.introduced)} introduced, {len(report.resolved)} resolved"
    return github.render(report.introduced, f"{report.coverage}: {counts}", already=report.remaining)
