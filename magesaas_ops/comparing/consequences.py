"""What two revisions of a fleet mean for data: claims gained, lost and moved, and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.claims import claims_of_installation
from magesaas_ops.laws.identity import is_same_saas_environment, saas_environment_id, saas_environments_of
from magesaas_ops.laws.unknowns import Unknowns
from magesaas_ops.model.claim import Claim
from magesaas_ops.model.impact import Impact, MovedClaim, Resync, TouchedSaasEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from magesaas_ops.model.inventory import Fleet, SaasEnvironmentRef

WebsiteOfInstallation = tuple[str, str]
ClaimsByWebsite = dict[WebsiteOfInstallation, Claim]


def impact(before: Fleet, after: Fleet) -> Impact:
    """Compare claims; those of an installation that is unreadable on one side are left out, not lost."""
    unknowns = Unknowns(before, after)
    old, new = _claims(before, unknowns), _claims(after, unknowns)
    kept = old.keys() & new.keys()
    moved = [
        _moved(before, old[key], after, new[key])
        for key in kept
        if not is_same_saas_environment(before, old[key].saas_environment, after, new[key].saas_environment)
    ]
    gained = [new[key] for key in new.keys() - old.keys()]
    lost = [old[key] for key in old.keys() - new.keys()]
    owing = [*gained, *(Claim(claim.target, claim.website, claim.installation) for claim in moved)]
    owing += [new[key] for key in kept if _gets_its_id(before, old[key], after, new[key])]
    touched = {claim.saas_environment for claim in (*gained, *lost)}
    touched |= {ref for claim in moved for ref in (claim.source, claim.target)}
    touched |= _redeclared(before, after)
    return Impact(
        claims_gained=tuple(sorted(gained, key=_claim_order)),
        claims_lost=tuple(sorted(lost, key=_claim_order)),
        claims_moved=tuple(sorted(moved, key=lambda claim: (claim.installation, claim.website))),
        saas_environments_touched=tuple(_touched(before, after, touched)),
        resyncs_owed=tuple(_resyncs(owing)),
    )


def _claims(fleet: Fleet, unknowns: Unknowns) -> ClaimsByWebsite:
    return {
        (claim.installation, claim.website.lower()): claim
        for installation in fleet.installations.values()
        if not unknowns.hide(installation.subject)
        for claim in claims_of_installation(installation)
    }


def _moved(before: Fleet, old: Claim, after: Fleet, new: Claim) -> MovedClaim:
    source, target = old.saas_environment, new.saas_environment
    ids = saas_environment_id(before, source), saas_environment_id(after, target)
    return MovedClaim(new.website, new.installation, source, target, *ids)


def _gets_its_id(before: Fleet, old: Claim, after: Fleet, new: Claim) -> bool:
    """Whether nothing could be attached before, because the SaaS environment did not exist yet."""
    had = saas_environment_id(before, old.saas_environment)
    return had is None and saas_environment_id(after, new.saas_environment) is not None


def _redeclared(before: Fleet, after: Fleet) -> set[SaasEnvironmentRef]:
    """SaaS environments that keep their name, but not their id or type."""
    old, new = dict(saas_environments_of(before)), dict(saas_environments_of(after))
    return {
        ref
        for ref in old.keys() & new.keys()
        if (old[ref].type, saas_environment_id(before, ref)) != (new[ref].type, saas_environment_id(after, ref))
    }


def _touched(before: Fleet, after: Fleet, refs: Iterable[SaasEnvironmentRef]) -> Iterable[TouchedSaasEnvironment]:
    writers_before, writers_after = _writers(before), _writers(after)
    for ref in sorted(refs, key=str):
        old, new = before.saas_environment(ref), after.saas_environment(ref)
        yield TouchedSaasEnvironment(
            ref,
            type_before=old.type if old else None,
            type=new.type if new else None,
            installations=writers_after.get(ref, ()),
            installations_before=writers_before.get(ref, ()),
        )


def _writers(fleet: Fleet) -> Mapping[SaasEnvironmentRef, tuple[str, ...]]:
    writers: dict[SaasEnvironmentRef, tuple[str, ...]] = {}
    for name in sorted(fleet.installations):
        ref = fleet.installations[name].saas_environment
        if ref is not None:
            writers[ref] = (*writers.get(ref, ()), name)
    return writers


def _resyncs(claims: Iterable[Claim]) -> Iterable[Resync]:
    websites: dict[tuple[str, SaasEnvironmentRef], set[str]] = {}
    for claim in claims:
        websites.setdefault((claim.installation, claim.saas_environment), set()).add(claim.website)
    for name, ref in sorted(websites, key=lambda key: (key[0], str(key[1]))):
        yield Resync(name, ref, tuple(sorted(websites[name, ref])))


def _claim_order(claim: Claim) -> tuple[str, str, str]:
    return str(claim.saas_environment), claim.website, claim.installation
