"""Which installations a change of an account, a SaaS project or a SaaS environment is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from magesaas_ops.comparing.declarations import Noun

if TYPE_CHECKING:
    from magesaas_ops.comparing.declarations import Declaration
    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.inventory import Fleet

_INSTALLATION = re.compile(r"installations\.([^.\[]+)")


class Users:
    """Answers by declared thing; installations bear their names of afterwards, if they have one."""

    def __init__(self, change: Transition) -> None:
        self.later = change.identity.installations.later
        self.sides = _users(change.before), _users(change.after)
        self.known = change.before.installations.keys() | change.after.installations.keys()

    def concerned(self, before: Declaration | None, after: Declaration | None) -> tuple[str, ...]:
        """The installations that a change from one to the other is about, sorted."""
        names: set[str] = set()
        for declared, users in zip((before, after), self.sides, strict=True):
            if declared is None:
                continue
            if declared.noun is Noun.INSTALLATION:
                names.add(declared.name)
            elif declared.noun is Noun.WAIVER:
                named = _INSTALLATION.match(str(declared.fields["at"]))
                names |= self.known & {named.group(1)} if named else set()
            else:
                names |= users.get((declared.noun, declared.name), set())
        return tuple(sorted({self.later.get(name, name) for name in names}))


def _users(fleet: Fleet) -> dict[tuple[Noun, str], set[str]]:
    users: dict[tuple[Noun, str], set[str]] = {}
    for installation in fleet.installations.values():
        used = [(Noun.ACCOUNT, installation.account)]
        if ref := installation.saas_environment:
            used += [(Noun.PROJECT, f"{ref.account}/{ref.project}"), (Noun.SAAS_ENVIRONMENT, str(ref))]
        for noun, name in used:
            if name is not None:
                users.setdefault((noun, name), set()).add(installation.name)
    return users
