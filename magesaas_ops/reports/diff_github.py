"""``diff`` as annotations of a workflow: what the change introduces first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports import github

if TYPE_CHECKING:
    from magesaas_ops.model.diff_report import DiffReport


def render(report: DiffReport) -> str:
    return github.render(one.finding for one in report.findings)
