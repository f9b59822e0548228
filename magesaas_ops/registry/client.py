"""A client of the merchant registry (contract §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from magesaas_ops.errors import KeysRejected, RegistryUnreachable, UnknownToRegistry
from magesaas_ops.registry.address import DEFAULT_URL, registry_url
from magesaas_ops.registry.exchange import MOST_BYTES, Line, NoAnswer
from magesaas_ops.registry.records import Unusable, record_in, records_in
from magesaas_ops.registry.signing import signed_headers
from magesaas_ops.text.bounded_json import UnreadableJson, json_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from magesaas_ops.model.registry_record import RegistryRecord
    from magesaas_ops.model.secret_ref import KeyMaterial
    from magesaas_ops.registry.answers import Answer

_OK, _UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 200, 401, 403, 404
_PING = "ping"
Read = TypeVar("Read")


class RegistryClient:
    """Reads the registry as one account; a context manager.

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

    def _read(self, path: str, read: Callable[[object], Read]) -> Read:
        answer = self._get(path)
        try:
            content = json_in(answer.body.decode(), longest=MOST_BYTES)
        except (UnreadableJson, UnicodeDecodeError) as error:
            wrong = error if isinstance(error, UnreadableJson) else "is no JSON"
            raise self._unreachable(f"it answered with something that {wrong}{self._words(answer)}") from None
        try:
            return read(content)
        except Unusable as error:
            raise self._unreachable(f"its answer {error}") from None

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
