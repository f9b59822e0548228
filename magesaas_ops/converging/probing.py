"""Whether two nodes use one database: a named lock that one of them holds is looked for through the other.

A look counts only when the lock was certainly held from its beginning to its end; when it was is known from how long
holding took, since clocks of hosts need not agree.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import gevent

from magesaas_ops.agent.node_request import probe_request
from magesaas_ops.agent.protocol import answer_in
from magesaas_ops.errors import AgentError
from magesaas_ops.facts.attachment import nonce_of
from magesaas_ops.transports.remote import NODE, ask_agent, installation_of

if TYPE_CHECKING:
    from pyinfra.api.host import Host

_HOLDS = (4.0, 20.0, 60.0)
"""Seconds to hold the lock: longer when hosts answer so slowly that no look lay within the time before."""


class Unsettled(Exception):
    """Nobody could tell; the text is a clause for people."""


def is_one_database(holder: Host, looker: Host) -> bool:
    """Whether a lock that is held through ``holder`` is seen through ``looker``. Raises :class:`Unsettled`.

    On a cluster, not seen proves nothing: each of its servers has locks of its own.
    """
    for seconds in _HOLDS:
        name = secrets.token_hex(16)
        began = time.monotonic()
        holding = gevent.spawn(_held_until, holder, name, seconds)
        looks: list[tuple[float, float]] = []
        try:
            while not holding.ready():
                since = time.monotonic()
                if _probed(looker, name):
                    return True
                looks.append((since, time.monotonic()))
            ended = holding.get()
        finally:
            holding.join()
        if any(ended - seconds <= since and until <= began + seconds for since, until in looks):
            return False
    raise Unsettled("they answer too slowly to say")


def _held_until(host: Host, name: str, seconds: float) -> float:
    """Hold the lock for that long; when that had ended."""
    if not _probed(host, name, seconds):
        raise Unsettled(f"{host.data.get(NODE)} did not get a lock that nobody has")
    return time.monotonic()


def _probed(host: Host, name: str, hold_seconds: float = 0) -> bool:
    node = host.data.get(NODE)
    request = probe_request(installation_of(host).root, nonce_of(host), name=name, hold_seconds=hold_seconds)
    try:
        completed = ask_agent(host, request)
        if completed.trouble:
            raise Unsettled(f"{node} did not answer: {completed.trouble}")
        held = answer_in(completed.stdout, completed.stderr, nonce=nonce_of(host)).held
    except AgentError as error:
        raise Unsettled(f"{node}: {error.message}") from error
    if held is None:
        raise Unsettled(f"{node} gave no answer to it")
    return held
