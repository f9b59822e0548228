"""A finding to begin with."""

from __future__ import annotations

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.model.source import Place


def finding(**changes) -> Finding:
    values = {
        "rule": "website-code-collision",
        "severity": Severity.REFUSE,
        "summary": "two claims",
        "detail": "a and b",
        "subject": "installations.a",
        "at": Place("inventories/a.yaml", 3, 5),
    }
    return Finding(**(values | changes))
