"""The impact of a change on data, one line for each thing that happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.diff_blocks import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.impact import Impact


def impact_lines(impact: Impact) -> Iterator[str]:
    """Lines that begin with what happens: moved, lost, gained, touched, resync."""
    for moved in impact.claims_moved:
        same_name = moved.source == moved.target
        before = f"{moved.source} ({moved.source_id})" if same_name else str(moved.source)
        after = f"{moved.target} ({moved.target_id})" if same_name else str(moved.target)
        yield f"moved   {moved.installation}: {moved.website}, {before} → {after}"
    for claim in impact.claims_lost:
        yield f"lost    {claim.installation}: {claim.website}, in {claim.saas_environment}"
    for claim in impact.claims_gained:
        yield f"gained  {claim.installation}: {claim.website}, in {claim.saas_environment}"
    for touched in impact.saas_environments_touched:
        kind = touched.type.value if touched.type else "not declared"
        writers = named(touched.installations) if touched.installations else "nobody"
        yield f"touched {touched.saas_environment} ({kind}), afterwards written by {writers}"
    for resync in impact.resyncs_owed:
        websites = ", ".join(resync.websites)
        yield f"resync  {resync.installation}: a full resync of its export feeds is owed ({websites})"
