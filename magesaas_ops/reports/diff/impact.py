"""The impact of a change on data, one line for each thing that happens."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from magesaas_ops.reports.diff.blocks import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.impact import Impact, MovedClaim


def impact_lines(impact: Impact) -> Iterator[str]:
    """Lines that begin with what happens: renamed, moved, lost, gained, handed over, touched, resync."""
    for renamed in impact.renamed:
        yield f"renamed {renamed.noun} {renamed.before} is {renamed.after} now"
    happened: dict[tuple[str, str, str], list[str]] = {}
    for moved in impact.claims_moved:
        happened.setdefault(("moved ", moved.installation, f"from {_move(moved)}"), []).append(moved.website)
    for lost in impact.claims_lost:
        happened.setdefault(("lost  ", lost.installation, f"in {lost.saas_environment}"), []).append(lost.website)
    for gained in impact.claims_gained:
        happened.setdefault(("gained", gained.installation, f"in {gained.saas_environment}"), []).append(gained.website)
    for (what, installation, where), websites in happened.items():
        yield f"{what}  {installation}: {', '.join(websites)} {where}"
    for change in impact.writers_changed:
        yield (
            f"writer  {change.website} in {change.saas_environment}: from {named(change.before)} to "
            f"{named(change.after)}"
        )
    names = Counter(one.saas_environment for one in impact.saas_environments_touched)
    for touched in impact.saas_environments_touched:
        writers = named(touched.installations) if touched.installations else "nobody"
        id_ = f", {touched.id or 'no id yet'}" if names[touched.saas_environment] > 1 else ""
        yield f"touched {touched.saas_environment} ({touched.told_type}{id_}), afterwards written by {writers}"
    for resync in impact.resyncs_owed:
        yield f"resync  {resync.installation}: a full resync of its feeds is owed ({', '.join(resync.websites)})"


def _move(moved: MovedClaim) -> str:
    if moved.source != moved.target:
        return f"{moved.source} to {moved.target}"
    old, new = moved.source_ids, moved.target_ids
    if old.saas_environment == new.saas_environment:
        return f"{moved.source}, project {old.project}, to the other project id below that name ({new.project})"
    return f"{moved.source} ({old.saas_environment}) to the other id below that name ({new.saas_environment})"
