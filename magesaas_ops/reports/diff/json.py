"""``diff`` as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from magesaas_ops.reports.findings.json import Json, counts_json, coverage_json, document, findings_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from magesaas_ops.model.change import Change, Origin, Site, Value
    from magesaas_ops.model.claim import Claim
    from magesaas_ops.model.diff_report import DiffReport
    from magesaas_ops.model.impact import Impact


def render(report: DiffReport) -> str:
    return document(
        "diff",
        {
            "base": report.base.name,
            "base_commit": report.base.commit,
            "head": report.head.name,
            "head_commit": report.head.commit,
            "coverage": coverage_json(report.coverage),
            "changes": [_change(change) for change in report.changes],
            "impact": _impact(report.impact),
            "findings": _findings(report),
            "resolved": findings_json(report.resolved),
            "unknown": list(report.unknown),
            "summary": {**_object(counts_json(report.counts)), "introduced": len(report.introduced)},
        },
    )


def _findings(report: DiffReport) -> list[Json]:
    told = findings_json(one.finding for one in report.findings)
    return [
        {
            **_object(finding),
            "introduced": one.introduced,
            "waivers": [
                {"at": waiver.at, "reason": waiver.reason, "owner": waiver.owner, "expires": waiver.expires.isoformat()}
                for waiver in one.waivers
            ],
        }
        for finding, one in zip(told, report.findings, strict=True)
    ]


def _change(change: Change) -> Json:
    return {
        "subject": change.subject,
        "field": change.field,
        "kind": change.kind.value,
        "before": _plain(change.before),
        "after": _plain(change.after),
        "installations": list(change.installations),
        "sites": [_site(site) for site in change.sites],
    }


def _site(site: Site) -> Json:
    return {
        "subject": site.subject,
        "before": _origin(site.before),
        "after": _origin(site.after),
    }


def _origin(origin: Origin | None) -> Json:
    if origin is None:
        return None
    at = origin.at
    place: dict[str, Json] = {"path": at.path, "line": at.line, "column": at.column} if at else {}
    return {**place, "written": origin.writing.value}


def _impact(impact: Impact) -> Json:
    return {
        "claims_gained": _claims(impact.claims_gained),
        "claims_lost": _claims(impact.claims_lost),
        "claims_moved": [
            {
                "from": str(claim.source),
                "to": str(claim.target),
                "website": claim.website,
                "installation": claim.installation,
                "from_id": claim.source_ids.saas_environment,
                "to_id": claim.target_ids.saas_environment,
                "from_project_id": claim.source_ids.project,
                "to_project_id": claim.target_ids.project,
            }
            for claim in impact.claims_moved
        ],
        "writers_changed": [
            {
                "saas_environment": str(change.saas_environment),
                "website": change.website,
                "from": list(change.before),
                "to": list(change.after),
            }
            for change in impact.writers_changed
        ],
        "renamed": [
            {"noun": one.noun, "before": one.before, "after": one.after, "by": one.by.value} for one in impact.renamed
        ],
        "saas_environments_touched": [
            {
                "saas_environment": str(touched.saas_environment),
                "id": touched.id,
                "type": touched.type.value if touched.type else None,
                "type_before": touched.type_before.value if touched.type_before else None,
                "installations": list(touched.installations),
                "installations_before": list(touched.installations_before),
            }
            for touched in impact.saas_environments_touched
        ],
        "resyncs_owed": [
            {
                "installation": resync.installation,
                "saas_environment": str(resync.saas_environment),
                "websites": list(resync.websites),
            }
            for resync in impact.resyncs_owed
        ],
    }


def _claims(claims: Iterable[Claim]) -> list[Json]:
    return [
        {
            "saas_environment": str(claim.saas_environment),
            "website": claim.website,
            "installation": claim.installation,
        }
        for claim in claims
    ]


def _plain(value: Value) -> Json:
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(part) for part in value]
    return value


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
