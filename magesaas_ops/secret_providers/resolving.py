"""From a reference to the secret behind it, each place asked once per run."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.model.secret_ref import Secret
from magesaas_ops.secret_providers import command, env, file
from magesaas_ops.secret_providers.json_pointer import text_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from magesaas_ops.model.secret_ref import SecretRef

PROVIDERS: Mapping[str, Callable[[SecretRef], str]] = {
    "env": env.read,
    "file": file.read,
    "command": command.read,
}
"""What reads each place that the schema lets a reference name: it gives a text, or raises SecretUnavailable."""


class Secrets:
    """The secrets of one run. However many values are taken from a place, by however many threads, it is asked once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: dict[SecretRef, Future[Secret]] = {}

    def resolve(self, ref: SecretRef) -> Secret:
        """Ask the place that a reference names, or whoever asked before; raises SecretUnavailable."""
        whole = replace(ref, pointer=None)
        with self._lock:
            is_first = whole not in self._found
            found = self._found.setdefault(whole, Future())
        if is_first:
            _ask(whole, found)
        if ref.pointer is None:
            return found.result()
        return Secret(text_at(found.result().reveal(), ref.pointer, str(ref)))


def resolve(ref: SecretRef) -> Secret:
    """Ask one place for one secret; raises SecretUnavailable."""
    return Secrets().resolve(ref)


def _ask(ref: SecretRef, found: Future[Secret]) -> None:
    """Everybody who waits gets what comes of it, an interrupt included."""
    try:
        found.set_result(Secret(PROVIDERS[ref.place](ref)))
    except SecretUnavailable as error:
        found.set_exception(error)
    except BaseException as error:
        found.set_exception(error)
        raise
