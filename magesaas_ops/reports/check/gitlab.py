"""``check`` as GitLab's code quality report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings import gitlab

if TYPE_CHECKING:
    from magesaas_ops.model.report import CheckReport


def render(report: CheckReport) -> str:
    return gitlab.render(report.findings)
