"""Reading the registry's rows; what they lack or lie about is said, not guessed."""

from __future__ import annotations

from magesaas_ops.model.registry_record import RegistryRecord

_FIELDS = ("projectId", "projectName", "environmentId", "environmentName", "environmentType")


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
    """One row; every field must be a text, and the ids not empty. Raises Unusable."""
    if not isinstance(row, dict):
        raise Unusable("has a row that is no object")
    fields = [row.get(name) for name in _FIELDS]
    wrong = [name for name, value in zip(_FIELDS, fields, strict=True) if not isinstance(value, str)]
    if wrong or not row["projectId"] or not row["environmentId"]:
        raise Unusable(f"has a row without {', '.join(wrong) or 'ids'}")
    return RegistryRecord(*(str(value) for value in fields))
