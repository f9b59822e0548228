"""One bounded HTTP exchange with the registry, and when it is worth another try."""

from __future__ import annotations

import logging
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import stamina

from magesaas_ops.registry.answers import Answer
from magesaas_ops.registry.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LOG = logging.getLogger(__name__)
# Without a handler of its own, stamina's warning would be printed by Python's handler of last resort.
logging.getLogger("stamina").addHandler(logging.NullHandler())

MOST_BYTES = 8 * 1024 * 1024
_ATTEMPTS = 4
OVERALL_SECONDS = 60.0
_LONGEST_PAUSE = 20.0
PAUSES = (0.2, 5.0, 1.0)
"""Before a next try, in seconds: the first, the longest, and how much chance adds at most."""


class NoAnswer(Exception):
    """Completes "the registry could not be asked: …"."""


class NotSent(NoAnswer):
    """There was not even a connection, so nothing can have happened."""


@dataclass(eq=False)
class _Transient(Exception):
    """May be better next time: after ``pause`` seconds, when the registry names them.

    ``never_left``: there was not even a connection.
    """

    why: str
    pause: float | None = None
    never_left: bool = False


class Line:
    """Exchanges with one registry: TLS is verified, no redirect is followed, size and time are bounded.

    No compressed answer is taken: nobody knows its size before.
    """

    def __init__(self, base_url: str, timeout: float) -> None:
        self._watch = Watch()
        self._client = httpx.Client(
            base_url=base_url,
            timeout=httpx.Timeout(timeout, connect=5.0),
            follow_redirects=False,
            headers={"user-agent": "magesaas-ops", "accept": "application/json", "accept-encoding": "identity"},
        )

    def close(self) -> None:
        self._client.close()

    def get(self, path: str, new_headers: Callable[[], Mapping[str, str]]) -> Answer:
        """GET, tried again while that may help; raises NoAnswer. ``new_headers`` signs each try anew."""
        deadline = time.monotonic() + OVERALL_SECONDS
        try:
            first, longest, chance = PAUSES
            for attempt in stamina.retry_context(
                on=_next_try,
                attempts=_ATTEMPTS,
                timeout=OVERALL_SECONDS,
                wait_initial=first,
                wait_max=longest,
                wait_jitter=chance,
            ):
                with attempt:
                    return _judged(self._exchange("GET", path, new_headers(), deadline))
        except _Transient as error:
            raise NoAnswer(error.why) from None
        raise AssertionError("stamina tries at least once")

    def send(self, method: str, path: str, headers: Mapping[str, str], content: bytes) -> Answer:
        """Ask for a change, exactly once; raises NotSent, or NoAnswer when it may have happened."""
        try:
            return self._exchange(method, path, headers, time.monotonic() + OVERALL_SECONDS, content)
        except _Transient as error:
            raise (NotSent if error.never_left else NoAnswer)(error.why) from None

    def _exchange(
        self, method: str, path: str, headers: Mapping[str, str], deadline: float, content: bytes | None = None
    ) -> Answer:
        traced = {"trace": self._watch.see}
        left = max(0.1, deadline - time.monotonic())
        request = self._client.build_request(method, path, headers=headers, content=content, extensions=traced)
        try:
            with self._watch.over(left), closing(self._client.send(request, stream=True)) as told:
                body = _bounded_body(told)
        except httpx.TransportError as error:
            why = f"no answer ({type(error).__name__}: {error})"
            if time.monotonic() < deadline:
                never_left = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
                if "CERTIFICATE_VERIFY_FAILED" in why:
                    raise NotSent(why) from None
                raise _Transient(why, never_left=never_left) from None
        else:
            # A body that ends with the connection looks whole when it was we who cut it.
            if time.monotonic() < deadline:
                names = ("date", "retry-after", "location")
                return Answer(told.status_code, body, *(told.headers.get(name, "") for name in names))
        raise NoAnswer(f"no whole answer within {OVERALL_SECONDS:g} seconds")


def _next_try(error: Exception) -> bool | float:
    """Whether to try again, or after how many seconds."""
    if not isinstance(error, _Transient):
        return False
    _LOG.info("the registry is tried again: %s", error.why)
    return True if error.pause is None else error.pause


def _judged(answer: Answer) -> Answer:
    """The answer, unless the registry says that it cannot answer now."""
    if answer.status != httpx.codes.TOO_MANY_REQUESTS and answer.status < httpx.codes.INTERNAL_SERVER_ERROR:
        return answer
    pause = answer.pause
    if pause is not None and pause > _LONGEST_PAUSE:
        raise NoAnswer(f"it answered HTTP {answer.status} and asks to be left alone for {pause:.0f} seconds")
    raise _Transient(f"it answered HTTP {answer.status}", pause)


def _bounded_body(response: httpx.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > MOST_BYTES:
            raise NoAnswer(f"it answered with more than {MOST_BYTES // 1024 // 1024} MiB")
    return bytes(body)
