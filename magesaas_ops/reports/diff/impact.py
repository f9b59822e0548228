"""The impact of a change on data, one line for each thing that happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.diff.blocks import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.impact import Impact, MovedClaim


def impact_lines(impact: Impact) -> Iterator[str]:
    """Lines that begin with what happens: moved, lost, gained, touched, resync; an installation's claims together."""
    happened: dict[tuple[str, str, str], list[str]] = {}
    for moved in impact.claims_moved:
        happened.setdefault(("moved ", moved.installation, f"from {_move(moved)}"), []).append(moved.website)
    for lost in impact.claims_lost:
        happened.setdefault(("lost  ", lost.installation, f"in {lost.saas_environment}"), []).append(lost.website)
    for gained in impact.claims_gained:
        happened.setdefault(("gained", gained.installation, f"in {gained.saas_environment}"), []).append(gained.website)
    for (what, installation, where), websites in happened.items():
        yield f"{what}  {installation}: {', '.join(websites)} {where}"
    for touched in impact.saas_environments_touched:
        writers = named(touched.installations) if touched.installations else "nobody"
        yield f"touched {touched.saas_environment} ({touched.told_type}), afterwards written by {writers}"
    for resync in impact.resyncs_owed:
        yield f"resync  {resync.installation}: a full resync of its feeds is owed ({', '.join(resync.websites)})"


def _move(moved: MovedClaim) -> str:
    if moved.source == moved.target:
        return f"{moved.source} ({moved.source_id}) to the other id below that name ({moved.target_id})"
    return f"{moved.source} to {moved.target}"
