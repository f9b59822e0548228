"""``--limit``: which installations a verb works on."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from magesaas_ops.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from magesaas_ops.model.inventory import Fleet, Installation


def limited(fleet: Fleet, limits: Sequence[str]) -> tuple[Installation, ...]:
    """The installations that any of the limits names, in declaration order; all when there is no limit.

    A limit is a name, ``tag:T``, ``stage:S`` or ``account:A``. Raises :class:`UsageError` for one that matches nothing,
    because a misspelt limit must not pass as "nothing to do".
    """
    installations = tuple(fleet.installations.values())
    if not limits:
        return installations
    chosen = {installation.name for limit in limits for installation in _matching(limit, fleet)}
    return tuple(installation for installation in installations if installation.name in chosen)


def _matching(limit: str, fleet: Fleet) -> list[Installation]:
    by_key: dict[str, list[Installation]] = {}
    for installation in fleet.installations.values():
        for key in _keys(installation):
            by_key.setdefault(key, []).append(installation)
    if limit in by_key:
        return by_key[limit]
    if limit in fleet.unreadable:
        raise UsageError(f"{limit} is declared, but not as an inventory should be", hint="See: magesaas check")
    raise UsageError(f"{limit} matches no installation", hint=_hint(limit, by_key))


def _keys(installation: Installation) -> Iterable[str]:
    yield installation.name
    yield f"stage:{installation.stage.value}"
    if installation.account is not None:
        yield f"account:{installation.account}"
    yield from (f"tag:{tag}" for tag in installation.tags)


def _hint(limit: str, known: Iterable[str]) -> str:
    kind, colon, value = limit.partition(":")
    prefix = f"{kind}:" if colon else ""
    alike = sorted(key for key in known if key.startswith(prefix))
    if close := get_close_matches(value or limit, [key.removeprefix(prefix) for key in alike], n=3):
        return f"Did you mean {' or '.join(prefix + name for name in close)}?"
    if colon and kind not in ("tag", "stage", "account"):
        return "Installations are chosen by NAME, tag:T, stage:S or account:A."
    shown = ", ".join(alike[:10]) + ("…" if len(alike) > 10 else "")
    return f"There are: {shown}" if alike else f"No installation has a {kind}." if colon else "There are none."
