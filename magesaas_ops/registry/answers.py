"""What the registry's HTTP answers mean, and what of them may be told."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from magesaas_ops.text.redacting import redacted

if TYPE_CHECKING:
    from collections.abc import Collection

_MOST_BYTES = 64 * 1024
_MOST_CHARACTERS = 160
_SKEW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; ``date``, ``retry_after`` and ``location`` are headers, empty when absent."""

    status: int
    body: bytes
    date: str = ""
    retry_after: str = ""
    location: str = ""

    def __repr__(self) -> str:
        """Without the body: a registry may well repeat the key that it rejects."""
        return f"Answer(status={self.status})"

    @property
    def pause(self) -> float | None:
        """The seconds that it asks to be left alone (both forms of Retry-After); None when it does not."""
        if self.retry_after.isdecimal():
            return float(self.retry_after)
        moment = _moment(self.retry_after)
        return None if moment is None else max(0.0, moment - time.time())

    @property
    def clock_hint(self) -> str:
        """How far our clock is from the registry's, when that may be why a signature is rejected; else empty."""
        theirs = _moment(self.date)
        if theirs is None or abs(time.time() - theirs) <= _SKEW_SECONDS:
            return ""
        seconds = round(time.time() - theirs)
        return (
            f"This machine's clock is {abs(seconds)} seconds {'ahead of' if seconds > 0 else 'behind'} the registry's."
        )

    def words(self, *, hiding: Collection[str]) -> str:
        """What it says in one short line, as ``: …``, or nothing; neither ``hiding`` nor a signature is repeated."""
        text = self.body[:_MOST_BYTES].decode(errors="replace")
        with suppress(ValueError, RecursionError):
            text = _message_in(json.loads(text)) or text
        text = redacted(text, hiding=hiding)
        text = "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in " ".join(text.split()))
        return f": {text[:_MOST_CHARACTERS]}{'…' if len(text) > _MOST_CHARACTERS else ''}" if text else ""


def _message_in(content: object) -> str:
    """``message``, or ``message`` of ``error``, or ``error``: the places where it has been seen (contract §3)."""
    if not isinstance(content, dict):
        return ""
    error = content.get("error")
    candidates = (content.get("message"), error.get("message") if isinstance(error, dict) else error)
    return next((one for one in candidates if isinstance(one, str) and one), "")


def _moment(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
