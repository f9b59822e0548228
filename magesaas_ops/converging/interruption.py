"""SIGINT and SIGTERM while hosts are being worked on: nothing new begins, and what runs is waited for a little.

Python's own way, an exception at whatever line runs, does not do: in gevent's hub it is a traceback, and in a callback
of the interpreter it is swallowed. Here a signal only sets an event.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import gevent
from gevent.event import Event
from gevent.lock import BoundedSemaphore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gevent import Greenlet

T = TypeVar("T")
R = TypeVar("R")

GRACE_SECONDS = 5.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class CutShort(gevent.GreenletExit):
    """Thrown into what still runs when the time of grace is over."""


class Interruption:
    """Whether this run was interrupted."""

    def __init__(self) -> None:
        self._begun = Event()

    def has_begun(self) -> bool:
        return bool(self._begun.is_set())

    def begin(self) -> None:
        """Let nothing new begin."""
        self._begun.set()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Take signals for interruptions; not while a person is asked something, for then nothing else runs."""
        before = {number: signal.getsignal(number) for number in _SIGNALS}
        watchers = [gevent.signal_handler(number, self.begin) for number in _SIGNALS]
        try:
            yield
        finally:
            for watcher in watchers:
                watcher.cancel()
            for number, handler in before.items():
                signal.signal(number, handler)

    def wait_for(self, greenlets: Iterable[Greenlet[..., object]]) -> None:
        """Wait until all have ended, or the time of grace is over and :class:`CutShort` was thrown into the rest."""
        waited_for = list(greenlets)
        while (running := [one for one in waited_for if not one.ready()]) and not self.has_begun():
            waited: list[Greenlet[..., object] | Event] = [*running, self._begun]
            gevent.wait(waited, count=1)
        if running:
            gevent.joinall(running, timeout=GRACE_SECONDS)
            gevent.killall([one for one in running if not one.ready()], exception=CutShort, timeout=GRACE_SECONDS)

    def wait(self, event: Event) -> None:
        """Wait for an event, but not longer than until an interruption."""
        waited_for: list[Event] = [event, self._begun]
        gevent.wait(waited_for, count=1)

    def sleep(self, seconds: float) -> None:
        """Wait, but not longer than until an interruption."""
        self._begun.wait(seconds)


def side_by_side(work: Callable[[T], R], items: Iterable[T], *, at_once: int) -> list[R]:
    """Give ``[work(item) for item in items]``, at most ``at_once`` at work; whoever is interrupted ends them all.

    The first exception is raised after all ended.
    """
    seats = BoundedSemaphore(max(1, at_once))

    def seated(item: T) -> R:
        with seats:
            return work(item)

    spawned = [gevent.spawn(seated, item) for item in items]
    try:
        gevent.joinall(spawned)
    finally:
        gevent.killall(spawned, exception=CutShort, block=False)
    return [one.get() for one in spawned]
