"""``import`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings.json import Json, coverage_json, document, findings_json

if TYPE_CHECKING:
    from magesaas_ops.model.draft import DraftInstallation
    from magesaas_ops.model.import_report import ImportReport


def render(report: ImportReport) -> str:
    return document(
        "import",
        {
            "coverage": coverage_json(report.coverage),
            "installations": [_installation(one) for one in report.draft.installations],
            "skipped": dict(report.draft.skipped),
            "unknown": dict(report.unknown),
            "findings": findings_json(report.findings),
            "files": list(report.files),
            "written": report.is_written,
            "to_confirm": report.to_confirm,
        },
    )


def _installation(one: DraftInstallation) -> Json:
    return {
        "name": one.name,
        "stage": one.stage.value,
        "hosts": list(one.hosts),
        "root": one.root,
        "websites": list(one.websites),
        "saas_environment": one.saas_environment,
        "marks": [one.stage_mark, *filter(None, [one.install_mark]), *one.marks],
    }
