"""A client of the merchant registry (contract §4)."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import httpx
import stamina

from magesaas_ops.errors import KeysRejected, RegistryUnreachable, UnknownToRegistry
from magesaas_ops.registry.records import record_in, records_in
from magesaas_ops.registry.signing import signed_headers

if TYPE_CHECKING:
    from types import TracebackType

    from magesaas_ops.model.registry_record import RegistryRecord
    from magesaas_ops.model.secret_ref import KeyMaterial

DEFAULT_URL = "https://commerce.adobe.io/"
_PATH = "merchant-registry/v1/"
_MOST_BYTES = 8 * 1024 * 1024
_ATTEMPTS = 4
_OVERALL_SECONDS = 60.0
_LONGEST_RETRY_AFTER = 20.0


logging.getLogger("stamina").addHandler(logging.NullHandler())
"""stamina tells of every retry; without a handler Python would print that on standard error."""


class _Transient(Exception):
    """An answer, or the lack of one, that may be better next time."""


class RegistryClient:
    """Reads the registry as one account; a context manager.

    ``url`` is the gateway, as in Magento's ``services_connector/production_gateway_url``; a path in it is dropped, as
    the modules do. TLS is verified, redirects are not followed, and only calls that change nothing are tried again.
    Every method raises KeysRejected (401, 403), UnknownToRegistry (404) or RegistryUnreachable (anything else that is
    not an answer), with the account's name and never with a secret.
    """

    def __init__(self, account: str, keys: KeyMaterial, *, url: str = DEFAULT_URL, timeout: float = 10.0) -> None:
        parts = urlsplit(url)
        self._account = account
        self._keys = keys
        self._client = httpx.Client(
            base_url=f"{parts.scheme}://{parts.netloc}/{_PATH}",
            timeout=httpx.Timeout(timeout, connect=5.0),
            follow_redirects=False,
            headers={"user-agent": "magesaas-ops", "accept": "application/json"},
        )

    def __enter__(self) -> RegistryClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def check_keys(self) -> None:
        """Ask whether the key pair is valid: the modules ask the same before every call."""
        self._get("ping", with_content_type=False)

    def records(self) -> tuple[RegistryRecord, ...]:
        """Every SaaS environment of every project of the account."""
        return records_in(self._json("registry"))

    def project(self, id_: str) -> tuple[RegistryRecord, ...]:
        """The SaaS environments of one project."""
        return records_in(self._json(f"registry/projects/{quote(id_, safe='')}"))

    def saas_environment(self, id_: str) -> RegistryRecord:
        """One SaaS environment."""
        return record_in(self._json(f"registry/environments/{quote(id_, safe='')}"))

    def _json(self, path: str) -> object:
        body = self._get(path, with_content_type=True)
        try:
            answer: object = json.loads(body)
        except ValueError:
            raise self._unreachable("it answered with something that is no JSON") from None
        return answer

    def _get(self, path: str, *, with_content_type: bool) -> bytes:
        try:
            for attempt in stamina.retry_context(
                on=_Transient, attempts=_ATTEMPTS, timeout=_OVERALL_SECONDS, wait_initial=0.2, wait_max=5.0
            ):
                with attempt:
                    return self._get_once(path, with_content_type=with_content_type)
        except _Transient as error:
            raise self._unreachable(str(error)) from None
        raise AssertionError("stamina tries at least once")

    def _get_once(self, path: str, *, with_content_type: bool) -> bytes:
        headers = signed_headers(self._keys) | ({"content-type": "application/json"} if with_content_type else {})
        try:
            with self._client.stream("GET", path, headers=headers) as response:
                body = _bounded_body(response)
        except httpx.TransportError as error:
            raise _Transient(f"no answer ({type(error).__name__}: {error})") from None
        status = response.status_code
        if status == httpx.codes.OK:
            return body
        if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            raise KeysRejected(
                f"the registry rejects the key pair of account {self._account} (HTTP {status})",
                hint="Compare the API key and the private key with the account's API portal; a clock that is more than "
                "five minutes slow is rejected too.",
            )
        if status == httpx.codes.NOT_FOUND:
            raise UnknownToRegistry(f"the keys of account {self._account} open nothing at {path}")
        if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            _wait_as_told(response)
            raise _Transient(f"it answered HTTP {status}")
        raise self._unreachable(f"it answered HTTP {status}")

    def _unreachable(self, why: str) -> RegistryUnreachable:
        return RegistryUnreachable(
            f"the registry could not be asked for account {self._account}: {why}",
            hint=f"Is {self._client.base_url.host} reachable from here?",
        )


def _bounded_body(response: httpx.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise RegistryUnreachable(f"the registry answered with more than {_MOST_BYTES // 1024 // 1024} MiB")
    return bytes(body)


def _wait_as_told(response: httpx.Response) -> None:
    """Honour ``Retry-After`` in seconds, up to a bound; the date form is left to the ordinary pauses."""
    told = response.headers.get("retry-after", "")
    if told.isdigit():
        time.sleep(min(float(told), _LONGEST_RETRY_AFTER))
