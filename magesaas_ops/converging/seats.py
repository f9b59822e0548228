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
    def taken(self, wanted: int) -> Iterator[TakenSeats]:
        """Wait for as many seats as there are nodes: an installation that has more nodes than there are seats takes all
        of them, and works on its nodes in turns.
        """
        place = TakenSeats(self, max(1, min(wanted, self._count)))
        place.take()
        try:
            yield place
        finally:
            place.leave()

    def wait_for(self, needed: int) -> None:
        """Wait in the queue for so many seats."""
        mine = Event()
        self._queue.append((needed, mine))
        self._serve()
        try:
            mine.wait()
        except BaseException:
            if mine.is_set():
                self._free += needed
            else:
                self._queue.remove((needed, mine))
            self._serve()
            raise

    def give_back(self, seats: int) -> None:
        self._free += seats
        self._serve()

    def _serve(self) -> None:
        while self._queue and self._queue[0][0] <= self._free:
            needed, waiting = self._queue.popleft()
            self._free -= needed
            waiting.set()


class TakenSeats:
    """The seats of one installation, ``count`` of them."""

    def __init__(self, seats: Seats, count: int) -> None:
        self.count = count
        self._seats = seats
        self._is_taken = False

    def take(self) -> None:
        self._seats.wait_for(self.count)
        self._is_taken = True

    def leave(self) -> None:
        if self._is_taken:
            self._is_taken = False
            self._seats.give_back(self.count)

    @contextmanager
    def left(self) -> Iterator[None]:
        """Leave the seats to others while waiting for one of them, and wait for seats again at the end."""
        self.leave()
        yield
        self.take()
