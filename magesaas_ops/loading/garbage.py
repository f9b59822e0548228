"""Pausing Python's search for cyclic garbage, which would walk a growing tree again and again to find nothing."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Build many objects at once that live long and have no cycles.

    Everything that is alive at the end is left out of later searches; it is still freed when nobody refers to it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()
