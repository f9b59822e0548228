"""A server that says byte for byte what a test wants it to, as slowly as it wants."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import socket

Behaviour = Callable[[socket], None]


@dataclass
class Misbehaving:
    """``requests`` are the heads of the requests that came, in order."""

    url: str
    requests: list[str] = field(default_factory=list)


@contextmanager
def misbehaving(behave: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[Misbehaving]:
    """A server that reads the head of a request, hands the connection to ``behave``, and closes it."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                connection = tls.wrap_socket(self.request, server_side=True) if tls else self.request
                head = b""
                while b"\r\n\r\n" not in head:
                    chunk = connection.recv(65536)
                    if not chunk:
                        return
                    head += chunk
                server.requests.append(head.decode())
                behave(connection)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as listener:
        listener.daemon_threads = True
        listener.block_on_close = False
        server = Misbehaving(f"{'https' if tls else 'http'}://localhost:{listener.server_address[1]}/")
        thread = threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown()


def saying(status: int, body: str | bytes = b"", **headers: str) -> Behaviour:
    """An answer with these headers (``retry_after`` is written ``retry-after``)."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Whatever", f"content-length: {len(content)}", "connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    answer = "\r\n".join(lines).encode() + b"\r\n\r\n" + content
    return lambda connection: connection.sendall(answer)


def dripping(start: bytes, enough: threading.Event) -> Behaviour:
    """An answer that begins with ``start`` and goes on forever, one byte at a time."""

    def drip(connection: socket) -> None:
        connection.sendall(start)
        while not enough.wait(0.02):
            connection.sendall(b"a")

    return drip
