"""Where to look: ``HOST:ROOT`` as people write it, and lists of hosts that others keep."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from magesaas_ops.errors import UsageError
from magesaas_ops.model.inventory import LOCAL_HOST

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_TARGETS = 2000
_TARGET = re.compile(
    r"(?:(?P<user>[^@:/\s]+)@)?(?P<host>@local|\[[^\]\s]+\]|[^:/\s@]+)(?::(?P<port>\d{1,5}))?:(?P<root>/.*)"
)
_HOST = re.compile(r"^(@local|[A-Za-z0-9_:\[][A-Za-z0-9_.:%@\[\]-]{0,254})$")


@dataclass(frozen=True, slots=True)
class Target:
    """A Magento root on a host, and how to get there, in the words of ``connection``."""

    host: str
    root: str
    connection: Mapping[str, str | int] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.root}"


@dataclass(frozen=True, slots=True)
class NamedHost:
    """A host of somebody's list; ``root`` is empty where the list does not say."""

    host: str
    root: str = ""
    connection: Mapping[str, str | int] = field(default_factory=dict)


def target_of(text: str) -> Target:
    """``[USER@]HOST[:PORT]:/ROOT``, or ``@local:/ROOT``; raises UsageError."""
    found = _TARGET.fullmatch(text.strip())
    if found is None or not _HOST.match(found["host"]):
        raise UsageError(
            f"{text!r} names no Magento root",
            hint="Write HOST:/PATH, as in web1.example:/var/www/magento, or @local:/PATH.",
        )
    connection: dict[str, str | int] = {}
    if found["user"] and found["host"] != LOCAL_HOST:
        connection["ssh_user"] = found["user"]
    if found["port"]:
        connection["ssh_port"] = int(found["port"])
    return Target(found["host"], found["root"].rstrip("/") or "/", connection)


def rooted(host: NamedHost, root: str | None) -> Target:
    """The target of a listed host; raises UsageError where nobody says which root."""
    if not _HOST.match(host.host):
        raise UsageError(f"{host.host!r} is no name of a host", hint="Names are as ssh takes them.")
    if not (host.root or root):
        raise UsageError(
            f"the list does not say where Magento is on {host.host}",
            hint="Say it for all of them with --root PATH, or for this one as HOST:PATH.",
        )
    return Target(host.host, (host.root or root or "").rstrip("/") or "/", host.connection)
