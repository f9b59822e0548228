"""From a reference to the secret behind it, each place asked once per run."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, cast

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.model.secret_ref import Secret
from magesaas_ops.secret_providers.json_pointer import text_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from magesaas_ops.model.secret_ref import SecretRef


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


def _provider(place: str) -> Callable[[SecretRef], str]:
    """What reads a place: the module of that name. The schema says which there are."""
    return cast("Callable[[SecretRef], str]", import_module(f"magesaas_ops.secret_providers.{place}").read)


def _ask(ref: SecretRef, found: Future[Secret]) -> None:
    """Everybody who waits gets what comes of it, an interrupt included."""
    try:
        found.set_result(Secret(_provider(ref.place)(ref)))
    except SecretUnavailable as error:
        found.set_exception(error)
    except BaseException as error:
        found.set_exception(error)
        raise
