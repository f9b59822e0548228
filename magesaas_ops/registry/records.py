"""Reading the registry's rows; what they lack or lie about is said, not guessed."""

from __future__ import annotations

from magesaas_ops.errors import RegistryUnreachable
from magesaas_ops.model.registry_record import RegistryRecord

_FIELDS = ("projectId", "projectName", "environmentId", "environmentName", "environmentType")


def records_in(answer: object) -> tuple[RegistryRecord, ...]:
    """The records of ``{"results": [row, …]}``; raises RegistryUnreachable when it is anything else."""
    rows = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        raise RegistryUnreachable("the registry answered without a list of results")
    return tuple(record_in(row) for row in rows)


def record_in(row: object) -> RegistryRecord:
    """One row; every field must be a text, and the ids not empty. Raises RegistryUnreachable."""
    if not isinstance(row, dict):
        raise RegistryUnreachable("the registry answered with a row that is no object")
    fields = [row.get(name) for name in _FIELDS]
    wrong = [name for name, value in zip(_FIELDS, fields, strict=True) if not isinstance(value, str)]
    if wrong or not row["projectId"] or not row["environmentId"]:
        raise RegistryUnreachable(f"the registry answered with a row without {', '.join(wrong) or 'ids'}")
    return RegistryRecord(*(str(value) for value in fields))
