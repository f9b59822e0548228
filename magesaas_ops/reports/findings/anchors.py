"""What platforms hold a finding by: a place, which some of them insist on, and a name that stays while lines move."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from magesaas_ops.model.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from magesaas_ops.model.finding import Finding

NOWHERE = Place("inventories", 1, 1)


def place_of(finding: Finding, former: Mapping[str, Place]) -> Place:
    """Its own, or where its subject was before it went, or a related one, or the folder that inventories are in."""
    related = (one.place for one in finding.related if one.place)
    return finding.at or former.get(finding.subject) or next(related, NOWHERE)


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """One for each finding, all different: of its rule and its subjects, whichever of them it is told at.

    Defects of a file have no better subject than the inventory, so that the path of the file is added.
    """
    seen: dict[str, int] = {}
    for finding in findings:
        parts = [finding.rule, *sorted(set(finding.subjects))]
        if finding.subject == "inventory" and finding.at:
            parts.append(finding.at.path)
        name = "\0".join(parts)
        seen[name] = seen.get(name, 0) + 1
        text = f"{name}\0{seen[name]}" if seen[name] > 1 else name
        yield hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
