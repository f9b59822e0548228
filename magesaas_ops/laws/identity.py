"""Which things of two revisions are the same thing: by facts, not by name alone.

An installation by its name, then by ``formerly``, then by the address of its nodes; an account by ``formerly`` or by
the ids of its projects; a SaaS project and a SaaS environment by id, by name only where an id is missing. Only one to
one: what could be two things is none, and is told as removed and added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.laws.addresses import addresses_of
from magesaas_ops.laws.pairing import Pairing, Pairs, by_id_or_name, only_partners, same_names
from magesaas_ops.laws.saas_environments import ProjectKey, projects_of, saas_environments_of
from magesaas_ops.laws.unknowns import unknowns_of
from magesaas_ops.model.change import Renamed, Sameness
from magesaas_ops.model.inventory import SaasEnvironmentRef

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from magesaas_ops.laws.unknowns import Unknowns
    from magesaas_ops.model.inventory import Account, Fleet, Installation

_NOBODY = ("", "")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is who in two revisions. ``unknown`` are accounts and installations that cannot be read on one side.

    What is unknown is in none of the pairs, and neither is what stands below an unknown account.
    """

    installations: Pairs[str]
    accounts: Pairs[str]
    projects: Pairs[ProjectKey]
    saas_environments: Pairs[SaasEnvironmentRef]
    unknown: frozenset[str]
    unknowns: tuple[Unknowns, Unknowns]

    def hides(self, subject: str) -> bool:
        """Whether the account or installation is unknown."""
        return subject in self.unknown

    def hides_field(self, subject: str, key: str) -> bool:
        """Whether a key of an installation was left out on one side because it is wrong."""
        return any(side.hide_field(subject, key) for side in self.unknowns)

    @property
    def renamed(self) -> tuple[Renamed, ...]:
        """What has another name, sorted; of what only moved along with its account or project, nothing is said."""
        found = [
            *_renamed("installation", self.installations),
            *_renamed("account", self.accounts),
            *(
                Renamed("SaaS project", "/".join(self.projects.former[new]), "/".join(new), by)
                for new, by in self.projects.by.items()
                if self.projects.former[new] != self.former_project(new)
            ),
            *(
                Renamed("SaaS environment", str(self.saas_environments.former[new]), str(new), by)
                for new, by in self.saas_environments.by.items()
                if self.saas_environments.former[new] != self.former_ref(new)
            ),
        ]
        return tuple(sorted(found, key=lambda one: (one.noun, one.after)))

    def former_project(self, key: ProjectKey) -> ProjectKey:
        """What a project of that name was called, if only its account has another name."""
        return self.accounts.former.get(key[0], ""), key[1]

    def former_ref(self, ref: SaasEnvironmentRef) -> SaasEnvironmentRef:
        """What a SaaS environment of that name was called, if only its project or account has another name."""
        return SaasEnvironmentRef(*self.projects.former.get((ref.account, ref.project), _NOBODY), ref.name)


def identity(before: Fleet, after: Fleet) -> Identity:
    """Pair the things of two revisions."""
    unknowns = unknowns_of(before), unknowns_of(after)
    unknown = set(unknowns[0].entities | unknowns[1].entities)
    accounts = _known(_accounts(before, after, unknown), "accounts", unknowns, unknown)
    installations = _known(_installations(before, after, unknown), "installations", unknowns, unknown)
    projects = by_id_or_name(
        {key: one for key, one in projects_of(before) if f"accounts.{key[0]}" not in unknown},
        {key: one for key, one in projects_of(after) if f"accounts.{key[0]}" not in unknown},
        lambda key, name: (accounts.former.get(key[0], ""), name),
    )
    saas_environments = by_id_or_name(
        {ref: one for ref, one in saas_environments_of(before) if f"accounts.{ref.account}" not in unknown},
        {ref: one for ref, one in saas_environments_of(after) if f"accounts.{ref.account}" not in unknown},
        lambda ref, name: SaasEnvironmentRef(*projects.former.get((ref.account, ref.project), _NOBODY), name),
    )
    return Identity(installations, accounts, projects, saas_environments, frozenset(unknown), unknowns)


def _renamed(noun: str, pairs: Pairs[str]) -> Iterator[Renamed]:
    return (Renamed(noun, pairs.former[new], new, by) for new, by in pairs.by.items())


def _known(pairing: Pairing[str], section: str, unknowns: tuple[Unknowns, Unknowns], unknown: set[str]) -> Pairs[str]:
    """Leave out what is on one side only when the other has something that nobody could read: it may be there."""
    before, after = unknowns
    gone = set(pairing.old) if after.any else set[str]()
    new = set(pairing.new) if before.any else set[str]()
    pairing.leave_out(gone, new)
    unknown.update(f"{section}.{name}" for name in gone | new)
    return pairing.pairs()


def _installations(before: Fleet, after: Fleet, unknown: set[str]) -> Pairing[str]:
    pairing = _readable("installations", before.installations, after.installations, unknown)
    pairing.pair(same_names(pairing.old, pairing.new))
    if pairing.old and pairing.new:
        pairing.pair(_by_former_names(pairing, after.installations), Sameness.FORMERLY)
        old = {name: addresses_of(before.installations[name]) for name in pairing.old}
        new = {name: addresses_of(after.installations[name]) for name in pairing.new}
        pairing.pair(only_partners(old, new), Sameness.ADDRESS)
    return pairing


def _accounts(before: Fleet, after: Fleet, unknown: set[str]) -> Pairing[str]:
    """By name where the projects do not contradict it, then by facts; a name that merely stayed comes last."""
    pairing = _readable("accounts", before.accounts, after.accounts, unknown)
    old = {name: _project_ids(before.accounts[name]) for name in pairing.old}
    new = {name: _project_ids(after.accounts[name]) for name in pairing.new}
    pairing.pair({one: one for one in same_names(old, new) if not old[one] or not new[one] or old[one] & new[one]})
    pairing.pair(_by_former_names(pairing, after.accounts), Sameness.FORMERLY)
    pairing.pair(
        only_partners({name: old[name] for name in pairing.old}, {name: new[name] for name in pairing.new}),
        Sameness.ID,
    )
    pairing.pair(same_names(pairing.old, pairing.new))
    return pairing


def _readable(section: str, old: Mapping[str, object], new: Mapping[str, object], unknown: set[str]) -> Pairing[str]:
    known_old, known_new = ([name for name in side if f"{section}.{name}" not in unknown] for side in (old, new))
    return Pairing(known_old, known_new)


def _by_former_names(
    pairing: Pairing[str], after: Mapping[str, Installation] | Mapping[str, Account]
) -> dict[str, str]:
    return only_partners({name: (name,) for name in pairing.old}, {name: after[name].formerly for name in pairing.new})


def _project_ids(account: Account) -> frozenset[str]:
    return frozenset(project.id.lower() for project in account.projects.values() if project.id)
