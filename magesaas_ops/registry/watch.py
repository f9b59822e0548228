"""A bound on a whole exchange: httpx bounds each read, so a peer that drips bytes could go on for days."""

from __future__ import annotations

import socket
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Watch:
    """Shuts the connection of one client when the time for an exchange is over; the read then fails at once."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None

    def see(self, event: str, details: Mapping[str, object]) -> None:
        """Take note of the connection; httpcore's ``trace`` extension calls it."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            stream = details["return_value"]
            found = stream.get_extra_info("socket") if hasattr(stream, "get_extra_info") else None
            self._socket = found if isinstance(found, socket.socket) else None

    @contextmanager
    def over(self, seconds: float) -> Iterator[None]:
        """Bound what happens inside."""
        timer = Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
