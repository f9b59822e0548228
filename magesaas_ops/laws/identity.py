"""Which things of two revisions are the same thing, beyond their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.unknowns import Unknowns
from magesaas_ops.model.change import ProbableRename, RenamedSaasEnvironment
from magesaas_ops.model.inventory import LOCAL_HOST, SaasEnvironmentRef

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from magesaas_ops.model.inventory import Fleet, Installation, SaasEnvironment

_Address = tuple[str, str, tuple[str, ...]]


def saas_environments_of(fleet: Fleet) -> Iterator[tuple[SaasEnvironmentRef, SaasEnvironment]]:
    """Every declared SaaS environment with its reference."""
    for account in fleet.accounts.values():
        for project in account.projects.values():
            for saas_environment in project.saas_environments.values():
                yield SaasEnvironmentRef(account.name, project.name, saas_environment.name), saas_environment


def saas_environment_id(fleet: Fleet, ref: SaasEnvironmentRef) -> str | None:
    """The declared id behind a reference, in lower case; None when it is not declared or has none yet."""
    declared = fleet.saas_environment(ref)
    return declared.id.lower() if declared and declared.id else None


def is_same_saas_environment(
    before: Fleet, source: SaasEnvironmentRef, after: Fleet, target: SaasEnvironmentRef
) -> bool:
    """Whether data keeps going to the same place: the ids decide, and the names only where an id is missing."""
    source_id, target_id = saas_environment_id(before, source), saas_environment_id(after, target)
    if source_id and target_id:
        return source_id == target_id
    return source == target


def probable_renames(before: Fleet, after: Fleet) -> tuple[ProbableRename, ...]:
    """Installations that are gone, each with the only new one on the same primary host and root."""
    gone = _by_address(before, after)
    new = _by_address(after, before)
    return tuple(
        ProbableRename(names[0], new[address][0], *address[:2])
        for address, names in sorted(gone.items())
        if len(names) == 1 and len(new.get(address, ())) == 1
    )


def renamed_saas_environments(before: Fleet, after: Fleet) -> tuple[RenamedSaasEnvironment, ...]:
    """SaaS environments whose name is gone, and whose id has a new one; ids that are declared twice say nothing."""
    old, new = _names_by_id(before), _names_by_id(after)
    return tuple(
        RenamedSaasEnvironment(was[0], now[0], identity)
        for identity, was in sorted(old.items())
        if len(was) == 1 and len(now := new.get(identity, [])) == 1 and was != now
    )


def _names_by_id(fleet: Fleet) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for ref, declared in saas_environments_of(fleet):
        if declared.id:
            names.setdefault(declared.id.lower(), []).append(str(ref))
    return names


def predecessors(before: Fleet, after: Fleet) -> Mapping[str, Installation]:
    """The installation of before behind each name of after: of the same name, or probably renamed."""
    renamed = {rename.after: rename.before for rename in probable_renames(before, after)}
    return {
        name: before.installations[old]
        for name in after.installations
        if (old := renamed.get(name, name)) in before.installations
    }


def _by_address(fleet: Fleet, other: Fleet) -> dict[_Address, list[str]]:
    """The installations that the other revision does not know, by primary host, root and container."""
    unknowns = Unknowns(fleet, other)
    by_address: dict[_Address, list[str]] = {}
    for name, installation in fleet.installations.items():
        is_gone = name not in other.installations and not unknowns.hide(installation.subject)
        if is_gone and installation.is_built and installation.primary != LOCAL_HOST:
            address = installation.primary.lower(), installation.root, installation.connection.exec
            by_address.setdefault(address, []).append(name)
    return by_address
