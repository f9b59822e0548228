"""What differs between two revisions of a fleet."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from magesaas_ops.model.source import Place

Value = str | bool | int | float | None | Sequence["Value"] | Mapping[str, "Value"]
"""What JSON can hold; None where nothing is declared."""


class ChangeKind(str, Enum):
    """What happened to a thing, a field of it, or a member of an unordered field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


class Writing(str, Enum):
    """Where a value is written."""

    OWN = "own"
    DEFAULTS = "defaults"
    BUILT_IN = "built-in"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one side of a change stands; ``at`` is the nearest written place, None when no file is known."""

    at: Place | None
    writing: Writing = Writing.OWN

    def __str__(self) -> str:
        """How a reader is told; empty when the value stands where one would look for it."""
        if self.writing is Writing.BUILT_IN:
            return "built in"
        if self.writing is Writing.DEFAULTS and self.at:
            return f"from defaults in {self.at.path}:{self.at.line}"
        return ""


@dataclass(frozen=True, slots=True)
class Site:
    """One place where a change happens: ``subject`` is the dotted path of the value; origins None where it is not."""

    subject: str
    installation: str | None
    before: Origin | None
    after: Origin | None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, with the equal ones on other installations folded in.

    ``subject`` is the thing (of the first installation, when several are folded), ``field`` the dotted key below it,
    empty when the thing itself was added, removed or renamed: then the values are its two names. ``installations`` are
    all that it concerns: the folded ones, or those that use the account or SaaS environment that changed.
    """

    subject: str
    field: str
    kind: ChangeKind
    before: Value
    after: Value
    installations: tuple[str, ...]
    sites: tuple[Site, ...]

    @property
    def at(self) -> Place | None:
        """Where it stands afterwards; for what was removed, its nearest parent that is left."""
        origin = self.sites[0].after
        return origin.at if origin else None


class Sameness(str, Enum):
    """Why a thing with another name is the same thing."""

    ID = "id"
    FORMERLY = "formerly"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Renamed:
    """One thing under two names: ``noun`` as people say it, such as ``SaaS environment``."""

    noun: str
    before: str
    after: str
    by: Sameness


def canonical(value: Value) -> str:
    """One text per value: equal texts are equal values, and ``1``, ``1.0`` and ``true`` are three."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else list(value)  # type: ignore[call-overload]  # a Sequence


def finite(value: str | int | float | None) -> Value:
    """The value itself, but infinities and NaN, which JSON cannot hold, as YAML writes them."""
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return value
