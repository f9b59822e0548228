"""Putting a mutant into a program that has imported everything: functions get its code where they stand."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from types import FunctionType, ModuleType

from tests.mutants.mutations import Mutant


def infect(mutant: Mutant) -> None:
    """Make this process run the mutant instead of its module.

    Functions and methods take over its code; values of the module are replaced wherever a module imported them, and
    frozen nouns are changed in place, because tables hold them.
    """
    name = ".".join(mutant.path.with_suffix("").parts).removesuffix(".__init__")
    module = sys.modules[name]
    other = ModuleType(name)
    other.__dict__.update({key: value for key, value in vars(module).items() if key.startswith("__")})
    sys.modules[name] = other
    try:
        exec(mutant.code, other.__dict__)
    finally:
        sys.modules[name] = module
    for key, new in list(vars(other).items()):
        old = vars(module).get(key)
        if not key.startswith("__") and old is not None and old is not new:
            _take_over(key, old, new, name)


def _take_over(key: str, old: object, new: object, module: str) -> None:
    if isinstance(old, FunctionType) and isinstance(new, FunctionType):
        _take_code(old, new)
    elif isinstance(old, type) and isinstance(new, type):
        if old.__module__ == module:
            _take_members(old, new)
    elif dataclasses.is_dataclass(old) and type(old) is type(new):
        for field in dataclasses.fields(old):
            value = getattr(new, field.name)
            if not isinstance(value, FunctionType):  # the old one has the new code already, and its identity is known
                object.__setattr__(old, field.name, value)
    else:
        for one in [one for one in sys.modules.values() if isinstance(one, ModuleType)]:
            if vars(one).get(key) is old:
                setattr(one, key, new)


def _take_members(old: type, new: type) -> None:
    for key, member in vars(new).items():
        mine = vars(old).get(key)
        if isinstance(member, (staticmethod, classmethod)) and isinstance(mine, (staticmethod, classmethod)):
            _take_code(mine.__func__, member.__func__)
        elif isinstance(member, property) and isinstance(mine, property):
            _take_code(mine.fget, member.fget)
        elif isinstance(member, FunctionType) and isinstance(mine, FunctionType):
            _take_code(mine, member)
        elif isinstance(member, Mapping | tuple | str | int) and not key.startswith("__") and mine != member:
            setattr(old, key, member)


def _take_code(old: object, new: object) -> None:
    """Code and defaults; a wrapped function (a cache, a context manager) by what it wraps."""
    old, new = getattr(old, "__wrapped__", old), getattr(new, "__wrapped__", new)
    if isinstance(old, FunctionType) and isinstance(new, FunctionType):
        if len(old.__code__.co_freevars) == len(new.__code__.co_freevars):
            old.__code__ = new.__code__
        old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__
