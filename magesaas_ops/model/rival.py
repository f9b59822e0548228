"""Another installation that has, or may have, a claim that is wanted here: who lets go first, and how we know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

ClaimKey = tuple[str, str]
"""The id of a SaaS environment and a website code in lower case: what no two installations may hold."""


class Basis(str, Enum):
    """How we know what an installation holds."""

    SEEN = "seen"
    REMEMBERED = "remembered"
    DECLARED_BEFORE = "declared-before"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rival:
    """``claims`` are those of the wanted ones that it holds; ``lets_go`` when this run takes them away from it first.

    ``why`` is a clause for people: why it does not let go, or was not seen ("it is outside --limit").
    """

    installation: str
    claims: frozenset[ClaimKey]
    basis: Basis
    lets_go: bool = False
    why: str = ""
