"""``map`` as JSON: the same picture for programs, in the order of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings.json import Json, counts_json, coverage_json, document, findings_json

if TYPE_CHECKING:
    from magesaas_ops.model.fleet_map import MappedAccount, MappedInstallation, MappedSaasEnvironment, MapReport


def render(report: MapReport) -> str:
    drawn = report.map
    return document(
        "map",
        {
            "revision": report.revision,
            "day": report.day.isoformat(),
            "limits": list(report.limits),
            "coverage": coverage_json(drawn.coverage),
            "accounts": [_account(one) for one in drawn.accounts],
            "quarantined": [_installation(one) for one in drawn.quarantined],
            "target_not_declared": [_installation(one) for one in drawn.astray],
            "unreadable": list(drawn.unreadable),
            "findings": findings_json(drawn.findings),
            "summary": counts_json(drawn.counts),
        },
    )


def _account(mapped: MappedAccount) -> Json:
    return {
        "account": mapped.account.name,
        "mage_id": mapped.account.mage_id,
        "edition": mapped.account.edition.value,
        "projects": [
            {
                "project": project.project.name,
                "id": project.project.id,
                "label": project.project.label,
                "saas_environments": [_saas_environment(one) for one in project.saas_environments],
            }
            for project in mapped.projects
        ],
    }


def _saas_environment(mapped: MappedSaasEnvironment) -> Json:
    one = mapped.saas_environment
    return {
        "saas_environment": str(mapped.ref),
        "type": one.type.value,
        "id": one.id,
        "label": one.label,
        "shared": one.shared,
        "installations": [_installation(each) for each in mapped.installations],
    }


def _installation(mapped: MappedInstallation) -> Json:
    one, at = mapped.installation, mapped.at
    return {
        "installation": one.name,
        "stage": one.stage.value,
        "saas_environment": str(one.saas_environment) if one.saas_environment else None,
        "hosts": list(one.hosts),
        "root": one.root,
        "base_urls": list(one.base_urls),
        "tags": list(one.tags),
        "websites": [{"website": website.code, "rivals": list(website.rivals)} for website in mapped.websites],
        "at": {"path": at.path, "line": at.line, "column": at.column} if at else None,
    }
