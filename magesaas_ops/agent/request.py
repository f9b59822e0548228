"""What is asked of the agent: one request, which shows nothing of its values until it is sent."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from magesaas_ops.model.secret_ref import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from magesaas_ops.model.host_state import Stamp

LOCK_SECONDS = 30
"""How long the agent waits for another writer before it answers ``busy``."""


@dataclass(frozen=True, slots=True, repr=False)
class AgentRequest:
    """One request of the protocol; build it with the functions below."""

    verb: str
    root: str
    packages: Mapping[str, str]
    nonce: str
    expect: str | None = None
    values: Mapping[str, str | Secret] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    stamp: Stamp | None = None
    lock_seconds: int = LOCK_SECONDS
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What is never to be repeated of an answer to this, in clear."""
        return tuple(text.reveal() for text in self.values.values() if isinstance(text, Secret))

    def joined_to(self, source: str) -> str:
        """Give the JSON array that the loader takes apart; it holds secrets in clear and is for standard input only.

        The source is deflated, to a third: it is sent to every host, each time.
        """
        request = {
            "verb": self.verb,
            "root": self.root,
            "nonce": self.nonce,
            "packages": dict(self.packages),
            "expect": self.expect,
            "set": {path: text.reveal() if isinstance(text, Secret) else text for path, text in self.values.items()},
            "remove": list(self.remove),
            "stamp": _given(self.stamp) if self.stamp else None,
            "lock_seconds": self.lock_seconds,
            **self.details,
        }
        return json.dumps([_deflated(source), request], separators=(",", ":"))

    def __repr__(self) -> str:
        return f"AgentRequest({self.verb} {self.root!r}, {len(self.values)} values)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("an AgentRequest is never serialised: it may hold secrets")


def _given(stamp: Stamp) -> dict[str, str]:
    """What the control machine has to say in a stamp; the rest is the host's own."""
    names = ("installation", "saas_environment", "digest", "revision")
    return {name: getattr(stamp, name) for name in names}


@cache
def _deflated(source: str) -> str:
    """Give what PHP's ``gzinflate(base64_decode(…))`` makes the source of."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.b64encode(compressor.compress(source.encode()) + compressor.flush()).decode()


def observe_request(root: str, packages: Mapping[str, str], nonce: str) -> AgentRequest:
    """Ask for everything that the host says about its Magento."""
    return AgentRequest("observe", root, packages, nonce)


def configure_request(
    root: str,
    packages: Mapping[str, str],
    nonce: str,
    *,
    expect: str,
    values: Mapping[str, str | Secret],
    remove: Sequence[str],
    stamp: Stamp | None,
) -> AgentRequest:
    """Ask to write values, remove rows and stamp, all or nothing, if the digest is still ``expect``."""
    return AgentRequest("configure", root, packages, nonce, expect, values, tuple(remove), stamp)


def detach_request(
    root: str, packages: Mapping[str, str], nonce: str, *, expect: str | None, stamp: Stamp | None
) -> AgentRequest:
    """Ask to remove every key and id; with ``expect`` None whatever the state is."""
    return AgentRequest("detach", root, packages, nonce, expect, stamp=stamp)


def caches_request(root: str, packages: Mapping[str, str], nonce: str) -> AgentRequest:
    """Ask to make the host's caches show what the database holds, and to observe."""
    return AgentRequest("caches", root, packages, nonce)


def upgrade_status_request(root: str, packages: Mapping[str, str], nonce: str) -> AgentRequest:
    """Ask by Magento's own means whether setup:upgrade is due; takes seconds."""
    return AgentRequest("upgrade-status", root, packages, nonce)
