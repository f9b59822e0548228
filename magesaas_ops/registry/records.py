"""Reading the registry's rows; what they lack or lie about is said, not guessed."""

from __future__ import annotations

from magesaas_ops.model.registry_record import RegistryRecord

_FIELDS = ("projectId", "projectName", "environmentId", "environmentName", "environmentType")

LONGEST_NAME, LONGEST_ID, LONGEST_TYPE = 1000, 64, 64
_LONGEST = dict(zip(_FIELDS, (LONGEST_ID, LONGEST_NAME, LONGEST_ID, LONGEST_NAME, LONGEST_TYPE), strict=True))


class Unusable(ValueError):
    """Completes "the registry's answer …": what is wrong with it, without its text."""


def records_in(answer: object) -> tuple[RegistryRecord, ...]:
    """The records of ``{"results": [row, …]}``, each SaaS environment once; raises Unusable."""
    rows = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        raise Unusable("is without a list of results")
    records: dict[str, RegistryRecord] = {}
    for row in rows:
        record = record_in(row)
        if records.setdefault(record.saas_environment_id, record) != record:
            raise Unusable("contradicts itself: it has one SaaS environment twice, not alike")
    return tuple(records.values())


def record_in(row: object) -> RegistryRecord:
    """One row; every field must be a text of a sensible length, and the ids not empty. Raises Unusable."""
    if not isinstance(row, dict):
        raise Unusable("has a row that is no object")
    fields = [row.get(name) for name in _FIELDS]
    wrong = [name for name, value in zip(_FIELDS, fields, strict=True) if not isinstance(value, str)]
    if wrong or not row["projectId"] or not row["environmentId"]:
        raise Unusable(f"has a row without {', '.join(wrong) or 'ids'}")
    for name, most in _LONGEST.items():
        if len(row[name]) > most:
            raise Unusable(f"has {name} of {len(row[name]):,} characters; at most {most:,} are taken")
    return RegistryRecord(*(str(value) for value in fields))


def row_of(record: RegistryRecord) -> dict[str, str]:
    """The row that :func:`record_in` reads this record from."""
    values = (
        record.project_id,
        record.project_name,
        record.saas_environment_id,
        record.saas_environment_name,
        record.type_text,
    )
    return dict(zip(_FIELDS, values, strict=True))
