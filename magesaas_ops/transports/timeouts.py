"""How long a connection may take to come about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyinfra.api.exceptions import ConnectError

if TYPE_CHECKING:
    from pyinfra.api.host import Host
    from pyinfra.api.state import State

_DEFAULT_SECONDS = 20
_MOST_SECONDS = 3600


def connect_seconds(state: State, host: Host) -> int:
    """Give ``ssh_connect_timeout``, or pyinfra's own, or 20; raises ConnectError for what is no number of seconds."""
    chosen = host.data.get("ssh_connect_timeout")
    if chosen is None:
        return int(state.config.CONNECT_TIMEOUT or _DEFAULT_SECONDS)
    try:
        seconds = int(chosen)
    except (TypeError, ValueError, OverflowError):
        seconds = 0
    if isinstance(chosen, bool) or not 1 <= seconds <= _MOST_SECONDS:
        raise ConnectError(f"ssh_connect_timeout is {chosen!r}; it is a number of seconds, from 1 to {_MOST_SECONDS}")
    return seconds
