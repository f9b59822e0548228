"""The touched claims as a Mermaid flowchart: installations on the left, SaaS environments on the right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from magesaas_ops.text.escaping import for_terminal
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.impact import Impact, TouchedSaasEnvironment
    from magesaas_ops.model.inventory import SaasEnvironmentRef

MOST_ARROWS = 40
_MOST_WEBSITES = 4
_MOST_CHARACTERS = 80
_SPECIAL = re.compile(r"[^A-Za-z0-9 ,.:/()_+-]")

Arrow = tuple[str, str, str]
"""Installation, SaaS environment, and what happens to the claims, such as ``gained``."""


def flowchart(impact: Impact) -> list[str]:
    """The lines of the chart; none when there is nothing to draw, or more than a reader could see."""
    arrows = _arrows(impact)
    if not arrows or len(arrows) > MOST_ARROWS:
        return []
    installations = {name: f"i{index}" for index, name in enumerate(sorted({arrow[0] for arrow in arrows}))}
    targets = {name: f"s{index}" for index, name in enumerate(sorted({arrow[1] for arrow in arrows}))}
    touched = {str(one.saas_environment): one for one in impact.saas_environments_touched}
    return [
        "flowchart LR",
        *(f'  {node}["{_label(name)}"]' for name, node in installations.items()),
        *_targets(targets, touched),
        *(
            f'  {installations[name]} {_line(what)}|"{_label(f"{what}: {_websites(websites)}")}"| {targets[target]}'
            for (name, target, what), websites in sorted(arrows.items())
        ),
    ]


def _arrows(impact: Impact) -> dict[Arrow, list[str]]:
    arrows: dict[Arrow, list[str]] = {}

    def draw(installation: str, target: SaasEnvironmentRef, what: str, website: str) -> None:
        arrows.setdefault((installation, str(target), what), []).append(website)

    for claim in impact.claims_gained:
        draw(claim.installation, claim.saas_environment, "gained", claim.website)
    for claim in impact.claims_lost:
        draw(claim.installation, claim.saas_environment, "lost", claim.website)
    for moved in impact.claims_moved:
        if moved.source == moved.target:
            draw(moved.installation, moved.target, "moved to another id", moved.website)
            continue
        draw(moved.installation, moved.source, "moved away", moved.website)
        draw(moved.installation, moved.target, "moved here", moved.website)
    return arrows


def _targets(targets: dict[str, str], touched: dict[str, TouchedSaasEnvironment]) -> Iterator[str]:
    for name, node in targets.items():
        label = f"{_label(name)}<br>{touched[name].told_type}"
        opening, closing = ("[(", ")]") if touched[name].is_production else ("([", "])")
        yield f'  {node}{opening}"{label}"{closing}'


def _line(what: str) -> str:
    return "-.->" if what in {"lost", "moved away"} else "==>"


def _websites(websites: list[str]) -> str:
    if len(websites) <= _MOST_WEBSITES:
        return ", ".join(websites)
    return counted(len(websites), "website")


def _label(text: str) -> str:
    """A label between quotation marks: everything that Mermaid or HTML could take for its own becomes a number."""
    shown = text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
    return _SPECIAL.sub(lambda found: f"#{ord(found.group())};", for_terminal(shown))
