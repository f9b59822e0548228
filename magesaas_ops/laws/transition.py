"""A change of a fleet: what was, what would be, and who is who. What rules on two revisions and the differ look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.laws.identity import Identity, identity
from magesaas_ops.laws.saas_environments import project_id, saas_environment_id
from magesaas_ops.laws.unknowns import hiding_defects
from magesaas_ops.model.inventory import SaasEnvironmentRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.inventory import Fleet, Installation

_ENTITY = re.compile(r"(accounts|installations)\.([^.\[]+)")
_PROJECT = re.compile(r"accounts\.([^.\[]+)\.projects\.([^.\[]+)")
_SAAS_ENVIRONMENT = re.compile(_PROJECT.pattern + r"\.saas_environments\.([^.\[]+)")


@dataclass(frozen=True, slots=True)
class UnreadableBase:
    """A base that cannot be read whole: why, which ancestor can (its commit), and the command that compares with that.

    With ``is_replaced``, that ancestor is what the change is compared with.
    """

    name: str
    defects: tuple[Finding, ...]
    ancestor: str | None = None
    command: str = ""
    is_replaced: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """Two revisions of a fleet; ``unreadable`` says why ``before`` is not, or not all of, what was asked for."""

    before: Fleet
    after: Fleet
    identity: Identity
    unreadable: UnreadableBase | None = None

    @property
    def installations(self) -> Iterator[tuple[Installation, Installation]]:
        """What each installation that is known on both sides was and would be."""
        for new, old in self.identity.installations.former.items():
            yield self.before.installations[old], self.after.installations[new]

    def knows_target(self, source: SaasEnvironmentRef, target: SaasEnvironmentRef) -> bool:
        """Whether both accounts can be read, so that somebody can tell whether the two are the same place."""
        return not any(self.identity.hides(f"accounts.{ref.account}") for ref in (source, target))

    def keeps_target(self, source: SaasEnvironmentRef, target: SaasEnvironmentRef) -> bool:
        """Whether data keeps going to the same place: the ids of project and SaaS environment decide.

        Where an id is missing, the names do, as far as they are those of the same thing.
        """
        if self.before.saas_environment(source) is None or self.after.saas_environment(target) is None:
            return source == target  # refused as unknown: there is no more to go by than the name
        was, would_be = saas_environment_id(self.before, source), saas_environment_id(self.after, target)
        if was and would_be:
            if was != would_be:
                return False
        else:
            same = self.identity.saas_environments
            if (same.former.get(target, target), same.later.get(source, source)) != (source, target):
                return False
        project, target_project = project_id(self.before, source), project_id(self.after, target)
        return not (project and target_project) or project == target_project

    def former_subject(self, subject: str) -> str:
        """The subject as it was called before: what a waiver of then speaks of."""
        former = self.identity
        if found := _SAAS_ENVIRONMENT.match(subject):
            ref = SaasEnvironmentRef(*found.groups())
            was = former.saas_environments.former.get(ref)
            return was.subject + subject[found.end() :] if was else subject
        if found := _PROJECT.match(subject):
            project = former.projects.former.get((found.group(1), found.group(2)))
            return f"accounts.{project[0]}.projects.{project[1]}{subject[found.end() :]}" if project else subject
        if found := _ENTITY.match(subject):
            pairs = former.accounts if found.group(1) == "accounts" else former.installations
            name = pairs.former.get(found.group(2), found.group(2))
            return f"{found.group(1)}.{name}{subject[found.end() :]}"
        return subject


def transition(before: Fleet, after: Fleet, unreadable: UnreadableBase | None = None) -> Transition:
    """Find out who is who, and whether the base can be read."""
    defects = hiding_defects(before)
    if unreadable is None and defects:
        unreadable = UnreadableBase("the base", defects)
    return Transition(before, after, identity(before, after), unreadable)
