"""Which report there is in which formats, and which module renders it.

To add a format, add its file and one line here. A module is imported only when its format is asked for, so that text
never waits for a template engine. A module has one ``render``: the report in, the whole text out.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from magesaas_ops.reports.paint import paint_nothing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.reports.paint import Paint

FORMATS: Mapping[str, Mapping[str, str]] = {
    "check": {
        "text": "check.text",
        "json": "check.json",
        "markdown": "check.markdown",
        "sarif": "findings.sarif",
        "github": "findings.github",
        "gitlab": "findings.gitlab",
    },
    "diff": {
        "text": "diff.text",
        "json": "diff.json",
        "markdown": "diff.markdown",
        "sarif": "findings.sarif",
        "github": "findings.github",
        "gitlab": "findings.gitlab",
    },
    "plan": {
        "text": "plan.text",
        "json": "plan.json",
        "markdown": "plan.markdown",
    },
    "outcomes": {
        "text": "outcomes.text",
        "json": "outcomes.json",
    },
    "claims": {
        "text": "claims.text",
        "json": "claims.json",
    },
    "delivery": {
        "text": "delivery.text",
        "json": "delivery.json",
    },
    "import": {
        "text": "importing.text",
        "json": "importing.json",
    },
    "registry": {
        "text": "registry.text",
        "json": "registry.json",
    },
    "rule": {
        "text": "rule.text",
        "json": "rule.json",
    },
    "map": {
        "html": "map.html",
        "json": "map.json",
    },
}
"""Module below this package, by report and format; the first format of a report is its default."""

_PAINTED = "text"


def rendered(name: str, report: object, format_: str, paint: Paint = paint_nothing) -> str:
    """The report called ``name`` in a format; only text for terminals is painted. Raises ``KeyError`` for others."""
    module = import_module(f"magesaas_ops.reports.{FORMATS[name][format_]}")
    return str(module.render(report, paint) if format_ == _PAINTED else module.render(report))
