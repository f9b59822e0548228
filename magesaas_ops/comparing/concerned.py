"""The installations that a reader of a change hears of: by what happens to data, and by what the rules say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.concerned import Concerned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.impact import Impact


def concerned(change: Transition, impact: Impact, findings: Iterable[Finding]) -> dict[str, Concerned]:
    """Each by its name; those that are declared on neither side are left out."""
    told = (_as_declared(change, name) for name in dict.fromkeys((*_of_findings(findings), *_of_impact(impact))))
    return {one.name: one for one in told if one}


def _of_findings(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield from finding.installations


def _of_impact(impact: Impact) -> Iterator[str]:
    for claims in (impact.claims_gained, impact.claims_lost, impact.claims_moved):
        yield from (one.installation for one in claims)
    for touched in impact.saas_environments_touched:
        yield from (*touched.installations, *touched.installations_before)


def _as_declared(change: Transition, name: str) -> Concerned | None:
    for fleet in (change.after, change.before):
        if installation := fleet.installations.get(name):
            ref = installation.saas_environment
            saas_environment = fleet.saas_environment(ref) if ref else None
            return Concerned(
                name,
                installation.stage,
                ref,
                saas_environment.type if saas_environment else None,
                installation.websites,
            )
    return None
