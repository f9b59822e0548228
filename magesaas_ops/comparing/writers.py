"""Who writes into a SaaS environment before and afterwards, whatever it is called on either side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.saas_environments import saas_environment_id
from magesaas_ops.model.impact import ChangedWriters, TouchedSaasEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.claim import Claim
    from magesaas_ops.model.inventory import SaasEnvironmentRef

_Target = tuple[bool, "SaasEnvironmentRef"]
"""A SaaS environment: whether it is (still) declared afterwards, and its name of then."""
_Address = tuple[_Target, str]


class Writers:
    """Answers by SaaS environment; installations bear their names of afterwards, if they have one."""

    def __init__(self, change: Transition) -> None:
        self.change = change
        self.later_refs = change.identity.saas_environments.later
        self.later_names = change.identity.installations.later
        self.by_target: dict[_Target, tuple[list[str], list[str]]] = {}
        for name, one in change.before.installations.items():
            if one.saas_environment is not None:
                self._writers(self.before(one.saas_environment))[0].append(name)
        for name, one in change.after.installations.items():
            if one.saas_environment is not None:
                self._writers(self.after(one.saas_environment))[1].append(name)

    def _writers(self, target: _Target) -> tuple[list[str], list[str]]:
        return self.by_target.setdefault(target, ([], []))

    def before(self, ref: SaasEnvironmentRef) -> _Target:
        """The SaaS environment of that name before."""
        if ref in self.later_refs:
            return True, self.later_refs[ref]
        is_known = self.change.before.saas_environment(ref) and not self.change.identity.hides(
            f"accounts.{ref.account}"
        )
        return not is_known, ref

    def after(self, ref: SaasEnvironmentRef) -> _Target:
        """The SaaS environment of that name afterwards."""
        return True, ref

    def handed_over(self, left: Iterable[Claim]) -> tuple[ChangedWriters, ...]:
        """The websites that others write, in the SaaS environments that these claims (of before) left."""
        codes: dict[_Target, set[str]] = {}
        for one in left:
            codes.setdefault(self.before(one.saas_environment), set()).add(one.website.lower())
        was: dict[_Address, set[str]] = {}
        would_be: dict[_Address, set[str]] = {}
        for target, those_left in codes.items():
            before, after = self._writers(target)
            for name in before:
                for code in _folded(self.change.before.installations[name].websites) & those_left:
                    was.setdefault((target, code), set()).add(self.later_names.get(name, name))
            for name in after:
                for code in _folded(self.change.after.installations[name].websites) & those_left:
                    would_be.setdefault((target, code), set()).add(name)
        return tuple(
            ChangedWriters(address[0][1], address[1], tuple(sorted(gone)), tuple(sorted(come)))
            for address in sorted(would_be, key=lambda one: (str(one[0][1]), one[1], one[0][0]))
            if (gone := was[address] - would_be[address]) and (come := would_be[address] - was[address])
        )

    def touched(
        self, left: Iterable[SaasEnvironmentRef], entered: Iterable[SaasEnvironmentRef]
    ) -> tuple[TouchedSaasEnvironment, ...]:
        """Those that claims leave or enter, and those that get another type, or their id."""
        targets = {*map(self.before, left), *map(self.after, entered), *self._redeclared()}
        return tuple(self._touched(target) for target in sorted(targets, key=lambda one: (str(one[1]), one[0])))

    def _redeclared(self) -> Iterable[_Target]:
        before, after = self.change.before, self.change.after
        for new, old in self.change.identity.saas_environments.former.items():
            was, is_now = before.saas_environment(old), after.saas_environment(new)
            if was and is_now and (was.type is not is_now.type or bool(was.id) is not bool(is_now.id)):
                yield True, new

    def _touched(self, target: _Target) -> TouchedSaasEnvironment:
        is_left, ref = target
        former = self.change.identity.saas_environments.former.get(ref) if is_left else ref
        old = self.change.before.saas_environment(former) if former else None
        new = self.change.after.saas_environment(ref) if is_left else None
        writers_before, writers_after = self._writers(target)
        id_ = (saas_environment_id(self.change.after, ref) if is_left else None) or (
            saas_environment_id(self.change.before, former) if former else None
        )
        return TouchedSaasEnvironment(
            ref,
            id_,
            type_before=old.type if old else None,
            type=new.type if new else None,
            installations=tuple(sorted(writers_after)),
            installations_before=tuple(sorted(writers_before)),
        )


def _folded(websites: Iterable[str]) -> set[str]:
    return {code.lower() for code in websites}
