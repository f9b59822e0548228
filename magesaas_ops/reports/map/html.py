"""``map``: the fleet as one HTML page that needs nothing but itself.

Every string is escaped by the template engine and stripped of what a reader could not see; style and script are
allowed by their hashes only, so that nothing else could run even if some text were taken for markup.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from magesaas_ops.model.inventory import SaasEnvironmentType, Stage
from magesaas_ops.reports.diff.blocks import noun_of, thing_of
from magesaas_ops.reports.rule.html import page_html, prose_html
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.fleet_map import MapReport

_FOLDER = "templates"
_MOST_NAMES = 3
_MOST_UNFOLDED = 12
"""Accounts with trouble that a large fleet shows in full at once; the others open when they are asked for."""


def render(report: MapReport) -> str:
    """The page; the same for the same report."""
    templates = Environment(
        loader=PackageLoader("magesaas_ops.reports.map", _FOLDER),
        autoescape=True,
        finalize=_visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["prose"] = lambda text: prose_html(for_terminal(text))
    templates.filters["page"] = page_html
    templates.filters["about"] = _about
    style, script = (_source(templates, name) for name in ("map.css", "map.js"))
    return templates.get_template("map.html.jinja").render(
        map=report.map,
        edition=report,
        stages=tuple(Stage),
        most_unfolded=_MOST_UNFOLDED,
        types=tuple(SaasEnvironmentType),
        website_codes=sorted({code.lower() for one in report.map.shown for code in one.websites}),
        style=Markup(style),  # noqa: S704 (a file of ours)
        style_hash=_hash(style),
        script=Markup(script),  # noqa: S704 (a file of ours)
        script_hash=_hash(script),
    )


def _about(finding: Finding) -> str:
    """What a finding is about, as short as a jump list needs it."""
    names = finding.installations
    if not names:
        return noun_of(thing_of(finding.subject))
    return ", ".join(names[:_MOST_NAMES]) + (
        f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    )


def _visible(value: object) -> object:
    """Whatever is printed, with everything made visible that a reader could not see; markup of ours as it is."""
    return value if isinstance(value, Markup) else for_terminal(str(value))


def _source(templates: Environment, name: str) -> str:
    if templates.loader is None:
        raise TypeError("templates need a loader")
    return templates.loader.get_source(templates, name)[0]


def _hash(text: str) -> str:
    """As Content Security Policy wants it: https://www.w3.org/TR/CSP3/#grammardef-hash-source."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
