"""A merchant registry on loopback that checks signatures, and misbehaves when a test wants it to."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from magesaas_ops.sandbox.ingestion import SandboxIngestion
from magesaas_ops.sandbox.registry_accounts import SandboxAccount, SandboxProject
from magesaas_ops.sandbox.registry_answers import RegistryReply, answer_to
from magesaas_ops.sandbox.registry_signatures import signature_problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

_BASE = "/merchant-registry/v1/"


@dataclass(slots=True)
class Fault:
    """What to do instead of answering, for the next ``times`` requests whose path contains ``path``.

    ``status`` with ``body`` (text, sent as it is) and ``retry_after``; or ``reset``: the connection is torn down.
    ``is_done`` says that what was asked is done all the same: only the answer is lost. ``method``: only such requests.
    """

    status: int = 503
    body: str = '{"status": 503, "error": "Service Unavailable", "message": "try later"}'
    retry_after: str | None = None
    reset: bool = False
    path: str = ""
    times: int = 1
    is_done: bool = False
    method: str = ""


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """A request as it came, without its headers: those carry the key and the signature. ``status`` 0: torn down."""

    method: str
    path: str
    status: int


@dataclass(slots=True)
class SandboxRegistry:
    """The server; a context manager. ``url`` is what stands as gateway URL in Magento and in our own client.

    Behind the same gateway, ``ingestion`` takes feeds in. ``latency`` (seconds) delays every answer. ``types``
    overrides what the registry says of a SaaS environment's type.
    """

    requests: list[LoggedRequest] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    latency: float = 0.0
    ingestion: SandboxIngestion = field(default_factory=SandboxIngestion)
    _accounts: dict[str, SandboxAccount] = field(default_factory=dict)
    _server: ThreadingHTTPServer | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> SandboxRegistry:
        registry = self

        class Handler(_Handler):
            answers = registry

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def url(self) -> str:
        if self._server is None:
            raise RuntimeError("The sandbox registry has not been started: use it in a with statement.")
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def add_account(
        self,
        api_key: str,
        public_key_pem: str,
        projects: Iterable[SandboxProject] = (),
        *,
        mage_id: str = "MAG000000000",
        entitlement: tuple[int, int] = (1, 2),
    ) -> SandboxAccount:
        """Open an account; its later changes (created and renamed projects) show on the returned value."""
        account = SandboxAccount(api_key, public_key_pem, list(projects), mage_id, entitlement)
        self._accounts[api_key] = account
        return account

    def next_fault(self, method: str, path: str) -> Fault | None:
        """The fault that this request shall meet, if any; it is used up."""
        with self._lock:
            for fault in self.faults:
                if fault.times > 0 and fault.path in path and fault.method in {"", method}:
                    fault.times -= 1
                    return fault
        return None

    def answer(self, method: str, path: str, api_key: str, token: str, body: bytes) -> RegistryReply:
        """Judge the caller, then answer."""
        account = self._accounts.get(api_key)
        if account is None:
            return 403, {"error": {"code": 403003, "message": "Client ID is invalid"}}
        if signature_problem(token, account.public_key_pem) is not None:
            return 401, {"message": "JWT is invalid"}
        with self._lock:
            taken = self.ingestion.answer(path, body) if method == "POST" else None
        if taken is not None:
            return taken
        if not path.startswith(_BASE):
            return 404, {"status": 404, "error": "Not Found", "message": "No registry here"}
        try:
            fields = json.loads(body) if body else {}
        except ValueError:
            fields = None
        if not isinstance(fields, dict):
            return 400, {"status": 400, "error": "Bad Request", "message": "The body is no JSON object"}
        with self._lock:
            status, content = answer_to(account, method, path[len(_BASE) :].strip("/"), fields)
        return status, self._with_lies(content)

    def _with_lies(self, content: object) -> object:
        if isinstance(content, dict):
            if content.get("environmentId") in self.types:
                return {**content, "environmentType": self.types[str(content["environmentId"])]}
            return {key: self._with_lies(value) for key, value in content.items()}
        return [self._with_lies(item) for item in content] if isinstance(content, list) else content


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers: SandboxRegistry

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PATCH(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the requests are kept as values."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0]
        if self.answers.latency:
            time.sleep(self.answers.latency)
        fault = self.answers.next_fault(self.command, path)
        api_key = self.headers.get("x-api-key", "")
        api_key = api_key if api_key == self.headers.get("magento-api-key") else ""
        token = self.headers.get("x-gw-signature", "")
        if fault is None or fault.is_done:
            status, content = self.answers.answer(self.command, path, api_key, token, body)
        if fault is None:
            self._send(status, json.dumps(content).encode())
        elif fault.reset:
            self._log(0)
            self._tear_down()
        else:
            self._send(fault.status, fault.body.encode(), fault.retry_after)

    def _send(self, status: int, content: bytes, retry_after: str | None = None) -> None:
        self._log(status)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if retry_after is not None:
            self.send_header("Retry-After", retry_after)
        # A client that has gone meanwhile is no concern of the registry's.
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(content)

    def _tear_down(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _log(self, status: int) -> None:
        self.answers.requests.append(LoggedRequest(self.command, self.path, status))
