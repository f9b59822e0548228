"""SIGINT and SIGTERM while no host is worked on: an exception where the program stands, and remembered besides.

An exception that comes while the interpreter runs a callback is printed and swallowed; what is remembered is not.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class Signals:
    """Whether a signal asked this process to end."""

    def __init__(self) -> None:
        self.have_come = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.have_come = True
        raise KeyboardInterrupt

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Listen to both signals; only the main thread can, and only there this does anything."""
        try:
            before = {number: signal.signal(number, self) for number in (signal.SIGINT, signal.SIGTERM)}
        except ValueError:
            before = {}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def leave_if_interrupted() -> None:
    """Raise KeyboardInterrupt when one was swallowed: before hosts are touched, nothing may be begun after it."""
    context = click.get_current_context(silent=True)
    signals = context.find_object(Signals) if context else None
    if signals is not None and signals.have_come:
        raise KeyboardInterrupt
