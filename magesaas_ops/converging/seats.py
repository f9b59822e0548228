"""How many hosts are worked on at once: an installation takes a seat for each of its nodes, first come first served."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gevent.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterator


class Seats:
    """``count`` seats, one for each host that may be worked on at once."""

    def __init__(self, count: int) -> None:
        self._count = self._free = count
        self._queue: deque[tuple[int, Event]] = deque()

    @contextmanager
    def taken(self, wanted: int) -> Iterator[int]:
        """Wait for as many seats as there are nodes, and give how many these are: an installation that has more nodes
        than there are seats takes all of them, and works on its nodes in turns.
        """
        needed = max(1, min(wanted, self._count))
        mine = Event()
        self._queue.append((needed, mine))
        self._serve()
        try:
            mine.wait()
            yield needed
        finally:
            if mine.is_set():
                self._free += needed
            else:
                self._queue.remove((needed, mine))
            self._serve()

    def _serve(self) -> None:
        while self._queue and self._queue[0][0] <= self._free:
            needed, waiting = self._queue.popleft()
            self._free -= needed
            waiting.set()
