"""A client of the merchant registry (contract §4)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from magesaas_ops.errors import (
    KeysRejected,
    RegistryAnswerLost,
    RegistryRefusal,
    RegistryUnreachable,
    UnknownToRegistry,
)
from magesaas_ops.registry.address import DEFAULT_URL, registry_url
from magesaas_ops.registry.exchange import MOST_BYTES, Line, NoAnswer, NotSent
from magesaas_ops.registry.records import Unusable, record_in, records_in
from magesaas_ops.registry.signing import signed_headers
from magesaas_ops.text.bounded_json import UnreadableJson, json_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from magesaas_ops.errors import MagesaasError
    from magesaas_ops.model.registry_record import RegistryRecord
    from magesaas_ops.model.secret_ref import KeyMaterial
    from magesaas_ops.registry.answers import Answer

_OK, _UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 200, 401, 403, 404
_OKS = (200, 201)
_BAD_REQUEST, _TOO_SLOW, _BROKEN = 400, 408, 500
_PING = "ping"
Read = TypeVar("Read")


class RegistryClient:
    """Asks the registry as one account; a context manager.

    ``url`` is the gateway (see ``registry_url``). TLS is verified, redirects are not followed, size and time of an
    answer are bounded, and only calls that change nothing are tried again. Every method raises KeysRejected,
    UnknownToRegistry (404; or 403 for keys that were accepted before) or RegistryUnreachable (anything else that is not
    an answer), with the account's name and never with a secret.
    """

    def __init__(self, account: str, keys: KeyMaterial, *, url: str = DEFAULT_URL, timeout: float = 10.0) -> None:
        self._account = account
        self._keys = keys
        self._keys_were_accepted = False
        self._url = registry_url(url)
        self._line = Line(self._url, timeout)

    def __enter__(self) -> RegistryClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def check_keys(self) -> None:
        """Ask whether the key pair is valid: the modules ask the same before every call."""
        self._get(_PING)
        self._keys_were_accepted = True

    def records(self) -> tuple[RegistryRecord, ...]:
        """Every SaaS environment of every project of the account."""
        return self._read("registry", records_in)

    def project(self, id_: str) -> tuple[RegistryRecord, ...]:
        """The SaaS environments of one project."""

        def read(answer: object) -> tuple[RegistryRecord, ...]:
            records = records_in(answer)
            if any(record.project_id.lower() != id_.lower() for record in records):
                raise Unusable("is about another project than it was asked for")
            return records

        return self._read(f"registry/projects/{quote(id_, safe='')}", read)

    def saas_environment(self, id_: str) -> RegistryRecord:
        """One SaaS environment."""

        def read(answer: object) -> RegistryRecord:
            record = record_in(answer)
            if record.saas_environment_id.lower() != id_.lower():
                raise Unusable("is about another SaaS environment than it was asked for")
            return record

        return self._read(f"registry/environments/{quote(id_, safe='')}", read)

    def create_project(self, label: str) -> tuple[RegistryRecord, ...]:
        """Request a project, exactly once; its SaaS environments, as many as the account is entitled to.

        Raises RegistryRefusal when it was not made, RegistryAnswerLost when it may have been.
        """
        return self._change("POST", "registry/initialize", {"projectName": label}, records_in)

    def rename_project(self, id_: str, label: str) -> None:
        """Give a project another label, exactly once; raises as :meth:`create_project`."""
        self._change("PATCH", f"registry/projects/{quote(id_, safe='')}", {"projectName": label}, records_in)

    def rename_saas_environment(self, id_: str, label: str) -> None:
        """Give a SaaS environment another label, exactly once; raises as :meth:`create_project`."""
        self._change("PATCH", f"registry/environments/{quote(id_, safe='')}", {"environmentName": label}, record_in)

    def _read(self, path: str, read: Callable[[object], Read]) -> Read:
        return self._content(self._get(path), read, self._unreachable)

    def _change(self, method: str, path: str, body: dict[str, str], read: Callable[[object], Read]) -> Read:
        try:
            answer = self._line.send(method, path, self._headers(path), json.dumps(body).encode())
        except NotSent as error:
            raise self._unreachable(str(error)) from None
        except NoAnswer as error:
            raise self._lost(str(error)) from None
        if answer.status in _OKS:
            return self._content(answer, read, self._lost)
        told = f"HTTP {answer.status}{self._words(answer)}"
        if _BAD_REQUEST <= answer.status < _BROKEN and answer.status != _TOO_SLOW:
            raise RegistryRefusal(
                f"the registry does not do this for account {self._account} ({told})",
                hint="Nothing was changed. It may be that the account is not entitled to it: the API portal says.",
            )
        raise self._lost(f"it answered {told}")

    def _content(self, answer: Answer, read: Callable[[object], Read], failed: Callable[[str], MagesaasError]) -> Read:
        try:
            return read(json_in(answer.body.decode(), longest=MOST_BYTES))
        except (UnreadableJson, UnicodeDecodeError) as error:
            wrong = error if isinstance(error, UnreadableJson) else "is no JSON"
            raise failed(f"it answered with something that {wrong}{self._words(answer)}") from None
        except Unusable as error:
            raise failed(f"its answer {error}") from None

    def _lost(self, why: str) -> RegistryAnswerLost:
        return RegistryAnswerLost(
            f"the registry's answer for account {self._account} was lost: {why}",
            hint="It may have been done: look before trying again.",
        )

    def _get(self, path: str) -> Answer:
        try:
            answer = self._line.get(path, lambda: self._headers(path))
        except NoAnswer as error:
            raise self._unreachable(str(error)) from None
        if answer.status == _OK:
            return answer
        if answer.status in {_UNAUTHORIZED, _FORBIDDEN} and not self._is_closed_to_good_keys(answer):
            raise KeysRejected(
                f"the registry rejects the key pair of account {self._account} (HTTP {answer.status}"
                f"{self._words(answer)})",
                hint=answer.clock_hint
                or "Compare the API key and the private key with the account's API portal; a clock that is more than "
                "five minutes slow is rejected too.",
            )
        if path != _PING and answer.status in {_FORBIDDEN, _NOT_FOUND}:
            raise UnknownToRegistry(
                f"the keys of account {self._account} open nothing at {path} (HTTP {answer.status}"
                f"{self._words(answer)})",
                hint="Compare the id with what the API portal, or the Admin of an installation, shows.",
            )
        to = f", which is not followed, to {answer.location[:100]!r}" if answer.location else self._words(answer)
        raise self._unreachable(f"it answered HTTP {answer.status}{to}")

    def _is_closed_to_good_keys(self, answer: Answer) -> bool:
        return answer.status == _FORBIDDEN and self._keys_were_accepted

    def _headers(self, path: str) -> dict[str, str]:
        headers = signed_headers(self._keys)
        return headers if path == _PING else headers | {"content-type": "application/json"}

    def _words(self, answer: Answer) -> str:
        return answer.words(hiding=(self._keys.api_key.reveal(),))

    def _unreachable(self, why: str) -> RegistryUnreachable:
        return RegistryUnreachable(
            f"the registry could not be asked for account {self._account}: {why}",
            hint=f"Is it reachable from here, and is {self._url} a merchant registry?",
        )
