"""Working on several things side by side, in greenlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import gevent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Give ``[work(item) for item in items]``, all at work at once; the first exception is raised after all ended."""
    spawned = [gevent.spawn(work, item) for item in items]
    gevent.joinall(spawned)
    return [greenlet.get() for greenlet in spawned]
