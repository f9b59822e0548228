"""What two revisions of a fleet mean for data: claims gained, lost and moved, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from magesaas_ops.comparing.writers import Writers
from magesaas_ops.laws.claims import claims_of_installation
from magesaas_ops.laws.saas_environments import project_id, saas_environment_id
from magesaas_ops.model.claim import Claim
from magesaas_ops.model.impact import Impact, MovedClaim, Resync, TargetIds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.inventory import Fleet, Installation, SaasEnvironmentRef


def impact(change: Transition) -> Impact:
    """Compare claims by ids; those of an installation or account that is unreadable on one side are left out.

    Installations bear their names of afterwards, if they have one.
    """
    claims = _Claims(change)
    for old, new in change.installations:
        claims.compare(old, new)
    for name in change.identity.installations.gone:
        claims.lost.extend(claims_of_installation(change.before.installations[name]))
    for name in change.identity.installations.new:
        claims.gained.extend(claims_of_installation(change.after.installations[name]))
    writers = Writers(change)
    owing = [*claims.gained, *(Claim(one.target, one.website, one.installation) for one in claims.moved)]
    return Impact(
        claims_gained=tuple(sorted(claims.gained, key=_claim_order)),
        claims_lost=tuple(sorted(claims.lost, key=_claim_order)),
        claims_moved=tuple(sorted(claims.moved, key=lambda claim: (claim.installation, claim.website))),
        writers_changed=writers.handed_over([*claims.lost, *(_left_behind(one) for one in claims.moved)]),
        renamed=change.identity.renamed,
        saas_environments_touched=writers.touched(
            left=[*(one.saas_environment for one in claims.lost), *(one.source for one in claims.moved)],
            entered=[one.saas_environment for one in owing],
        ),
        resyncs_owed=tuple(_resyncs([*owing, *claims.first])),
    )


class _Fate(Enum):
    """What becomes of claims that an installation keeps: unknown targets count as staying, for nobody can tell."""

    STAYS = "stays"
    MOVES = "moves"
    BEGINS = "begins"


@dataclass(slots=True)
class _Claims:
    """What happens to claims; ``first`` stay where they are, and that gets its id only now."""

    change: Transition
    gained: list[Claim] = field(default_factory=list)
    lost: list[Claim] = field(default_factory=list)
    moved: list[MovedClaim] = field(default_factory=list)
    first: list[Claim] = field(default_factory=list)
    fates: dict[tuple[SaasEnvironmentRef | None, SaasEnvironmentRef | None], _Fate] = field(default_factory=dict)

    def compare(self, old: Installation, new: Installation) -> None:
        source, target = old.saas_environment, new.saas_environment
        what = self._what_happens(source, target)
        if what is _Fate.STAYS and old.websites == new.websites:
            return
        was, would_be = _by_code(old), _by_code(new)
        self.lost.extend(replace(was[code], installation=new.name) for code in was.keys() - would_be.keys())
        self.gained.extend(would_be[code] for code in would_be.keys() - was.keys())
        kept = was.keys() & would_be.keys()
        if source is not None and target is not None and what is _Fate.MOVES:
            ids = _ids(self.change.before, source), _ids(self.change.after, target)
            self.moved.extend(MovedClaim(would_be[code].website, new.name, source, target, *ids) for code in kept)
        elif what is _Fate.BEGINS:
            self.first.extend(would_be[code] for code in kept)

    def _what_happens(self, source: SaasEnvironmentRef | None, target: SaasEnvironmentRef | None) -> _Fate:
        """What becomes of the claims that an installation keeps; asked once for each two SaaS environments."""
        known = self.fates.get((source, target))
        if known is None:
            known = self.fates[source, target] = self._fate(source, target)
        return known

    def _fate(self, source: SaasEnvironmentRef | None, target: SaasEnvironmentRef | None) -> _Fate:
        if source is None or target is None or not self.change.knows_target(source, target):
            return _Fate.STAYS if source == target or (source and target) else _Fate.MOVES
        if not self.change.keeps_target(source, target):
            return _Fate.MOVES
        begins = not _exists(self.change.before, source) and _exists(self.change.after, target)
        return _Fate.BEGINS if begins else _Fate.STAYS


def _by_code(installation: Installation) -> dict[str, Claim]:
    return {claim.website.lower(): claim for claim in claims_of_installation(installation)}


def _ids(fleet: Fleet, ref: SaasEnvironmentRef) -> TargetIds:
    return TargetIds(project_id(fleet, ref), saas_environment_id(fleet, ref))


def _exists(fleet: Fleet, ref: SaasEnvironmentRef) -> bool:
    """Whether anything could be attached to it."""
    return saas_environment_id(fleet, ref) is not None


def _left_behind(moved: MovedClaim) -> Claim:
    """The claim that a moved one was."""
    return Claim(moved.source, moved.website, moved.installation)


def _resyncs(claims: Iterable[Claim]) -> Iterable[Resync]:
    websites: dict[tuple[str, SaasEnvironmentRef], set[str]] = {}
    for claim in claims:
        websites.setdefault((claim.installation, claim.saas_environment), set()).add(claim.website)
    for name, ref in sorted(websites, key=lambda key: (key[0], str(key[1]))):
        yield Resync(name, ref, tuple(sorted(websites[name, ref])))


def _claim_order(claim: Claim) -> tuple[str, str, str]:
    return str(claim.saas_environment), claim.website, claim.installation
