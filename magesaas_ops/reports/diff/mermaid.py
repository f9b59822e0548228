"""Who writes where as a Mermaid flowchart: installations on the left, SaaS environments on the right.

Production and testing differ in shape and in words, never in colour alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from magesaas_ops.reports.diff.moves import objections_by_installation
from magesaas_ops.text.escaping import for_terminal
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from magesaas_ops.model.diff_report import DiffReport
    from magesaas_ops.model.impact import TouchedSaasEnvironment
    from magesaas_ops.model.inventory import SaasEnvironmentRef
    from magesaas_ops.reports.diff.moves import Objection

MOST_ARROWS = 40
_MOST_RIVALS = 3
_MOST_WEBSITES = 4
_MOST_CHARACTERS = 80
_SPECIAL = re.compile(r"[^A-Za-z0-9 ,.:/()_+-]")
_HELD_APART = "\\$"
_WIDE = '%%{init: {"flowchart": {"wrappingWidth": 700}}}%%'
"""Mermaid breaks a label that is wider than 200 pixels, and a name at its hyphens."""

Arrow = tuple[str, str, str]
"""Installation, SaaS environment, and what happens to the claims, such as ``gained``."""

_THERE = "writes already"


def flowchart(report: DiffReport) -> list[str]:
    """The lines of the chart; of more than a reader could see, what the rules object to; none when nothing is left."""
    objections = objections_by_installation(report)
    arrows = _shown(_arrows(report), objections)
    if not arrows:
        return []
    arrows |= _rivals(report, arrows)
    installations = {name: f"i{index}" for index, name in enumerate(sorted({arrow[0] for arrow in arrows}))}
    targets = {name: f"s{index}" for index, name in enumerate(sorted({arrow[1] for arrow in arrows}))}
    touched = {str(one.saas_environment): one for one in report.impact.saas_environments_touched}
    return [
        _WIDE,
        "flowchart LR",
        *(_installation(report, name, node) for name, node in installations.items()),
        *_targets(targets, touched),
        *(
            f'  {installations[name]} {_line(what)}|"{_label(_what(name, what, websites, objections))}"| '
            f"{targets[target]}"
            for (name, target, what), websites in sorted(arrows.items())
        ),
    ]


def is_shortened(report: DiffReport) -> bool:
    """Whether the chart shows less than everything that happens."""
    return len(_arrows(report)) > MOST_ARROWS


def _arrows(report: DiffReport) -> dict[Arrow, list[str]]:
    arrows: dict[Arrow, list[str]] = {}

    def draw(installation: str, target: SaasEnvironmentRef, what: str, website: str) -> None:
        arrows.setdefault((installation, str(target), what), []).append(website)

    for claim in report.impact.claims_gained:
        draw(claim.installation, claim.saas_environment, "gained", claim.website)
    for claim in report.impact.claims_lost:
        draw(claim.installation, claim.saas_environment, "lost", claim.website)
    for moved in report.impact.claims_moved:
        if moved.source == moved.target:
            draw(moved.installation, moved.target, "moved to another id", moved.website)
            continue
        draw(moved.installation, moved.source, "moved away", moved.website)
        draw(moved.installation, moved.target, "moved here", moved.website)
    return arrows


def _shown(arrows: dict[Arrow, list[str]], objections: Mapping[str, Objection]) -> dict[Arrow, list[str]]:
    """All of them, or the worst: what only leaves is no danger to where it was."""
    if len(arrows) <= MOST_ARROWS:
        return arrows
    worst = sorted(
        (arrow for arrow in arrows if arrow[0] in objections and _line(arrow[2]) != "-.->"),
        key=lambda arrow: (objections[arrow[0]].waived, objections[arrow[0]].danger, not objections[arrow[0]].refuses),
    )
    return {arrow: arrows[arrow] for arrow in worst[:MOST_ARROWS]}


def _rivals(report: DiffReport, arrows: Mapping[Arrow, list[str]]) -> dict[Arrow, list[str]]:
    """Who writes already where somebody arrives, whoever claims the same website first."""
    arriving: dict[str, set[str]] = {}
    for (_, target, what), websites in arrows.items():
        if _line(what) == "==>":
            arriving.setdefault(target, set()).update(code.lower() for code in websites)
    there: dict[Arrow, list[str]] = {}
    for one in report.impact.saas_environments_touched:
        target = str(one.saas_environment)
        drawn = {arrow[0] for arrow in arrows if arrow[1] == target}
        staying = [
            report.concerned[name] for name in one.installations if name not in drawn and name in report.concerned
        ]
        wanted = arriving.get(target, set())
        staying.sort(key=lambda rival: wanted.isdisjoint(code.lower() for code in rival.websites))
        for rival in staying[:_MOST_RIVALS] if wanted else ():
            there[rival.name, target, _THERE] = list(rival.websites)
    return there


def _installation(report: DiffReport, name: str, node: str) -> str:
    known = report.concerned.get(name)
    stage = f"<br>{known.stage.value}" if known else ""
    opening, closing = ("[", "]") if known and known.stage.value == "production" else ("(", ")")
    return f'  {node}{opening}"{_label(name)}{stage}"{closing}'


def _targets(targets: dict[str, str], touched: dict[str, TouchedSaasEnvironment]) -> Iterator[str]:
    for name, node in targets.items():
        label = f"{_label(name)}<br>{touched[name].told_type}"
        opening, closing = ("[(", ")]") if touched[name].is_production else ("([", "])")
        yield f'  {node}{opening}"{label}"{closing}'


def _line(what: str) -> str:
    if what == _THERE:
        return "-->"
    return "-.->" if what in {"lost", "moved away"} else "==>"


def _what(name: str, what: str, websites: list[str], objections: Mapping[str, Objection]) -> str:
    objection = objections.get(name)
    is_bad = objection is not None and objection.refuses and not objection.waived and _line(what) == "==>"
    shown = ", ".join(websites) if len(websites) <= _MOST_WEBSITES else counted(len(websites), "website")
    return f"{'⛔ ' if is_bad else ''}{what}: {shown}"


def _label(text: str) -> str:
    """A label between quotation marks: everything that Mermaid or HTML could take for its own becomes a number."""
    shown = text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
    return _SPECIAL.sub(_number, for_terminal(shown))


def _number(found: re.Match[str]) -> str:
    """The character by its number; what Mermaid would still take for a line break or for mathematics is held apart."""
    mark = found.group()
    return f"#{ord(mark)};{'#8288;' if mark in _HELD_APART else ''}"
