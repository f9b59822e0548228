"""A forge's API on loopback: pull or merge requests with comments, in pages, as far as our scripts look."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAGE = 2
Json = dict[str, object]


@dataclass
class Forge:
    """``comments`` are what is written below the request; ``calls`` are the changes that were asked for."""

    url: str = ""
    comments: list[Json] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    pulls: list[Json] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    redirect_to: str = ""


@contextmanager
def forge(answer: Callable[[Forge, BaseHTTPRequestHandler], None]) -> Iterator[Forge]:
    """A server that answers every request by ``answer``."""
    state = Forge()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            state.tokens |= {self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or ""}
            if state.redirect_to:
                self.send_response(302)
                self.send_header("Location", state.redirect_to)
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                answer(state, self)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        state.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield state
        finally:
            server.shutdown()


def send(handler: BaseHTTPRequestHandler, content: object, status: int = 200, **headers: str) -> None:
    body = json.dumps(content).encode()
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def received(handler: BaseHTTPRequestHandler) -> Json:
    content: Json = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
    return content


def github(state: Forge, handler: BaseHTTPRequestHandler) -> None:
    """The repository o/r; pages are linked by the header Link."""
    parts = urlsplit(handler.path)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if handler.command == "GET" and parts.path == "/repos/o/r/pulls":
        state.asked_for.append(query["head"])
        send(handler, state.pulls)
    elif handler.command == "GET" and re.fullmatch(r"/repos/o/r/issues/\d+/comments", parts.path):
        page = int(query.get("page", "1"))
        more = page * PAGE < len(state.comments)
        link = f'<{state.url}{parts.path}?per_page=100&page={page + 1}>; rel="next"' if more else ""
        send(handler, state.comments[(page - 1) * PAGE : page * PAGE], Link=link)
    elif handler.command in {"POST", "PATCH"}:
        state.calls.append(f"{handler.command} {parts.path}")
        change = received(handler)
        if handler.command == "POST":
            state.comments.append({"id": len(state.comments), "user": {"login": "github-actions[bot]"}, **change})
        else:
            state.comments[int(parts.path.rsplit("/", 1)[1])].update(change)
        send(handler, {"html_url": "https://github.example/comment"})
    elif handler.command == "DELETE":
        state.calls.append(f"{handler.command} {parts.path}")
        handler.send_response(204)
        handler.end_headers()
    else:
        send(handler, {"message": "Not Found"}, 404)


def gitlab(state: Forge, handler: BaseHTTPRequestHandler) -> None:
    """The merge request 2 of project 7, seen by user 99; pages are told by the header X-Next-Page."""
    parts = urlsplit(handler.path)
    notes = "/projects/7/merge_requests/2/notes"
    if handler.command == "GET" and parts.path == "/user":
        send(handler, {"id": 99})
    elif handler.command == "GET" and parts.path == notes:
        page = int(parse_qs(parts.query)["page"][0])
        more = page * PAGE < len(state.comments)
        send(handler, state.comments[(page - 1) * PAGE : page * PAGE], X_Next_Page=str(page + 1) if more else "")
    elif handler.command in {"POST", "PUT"} and parts.path.startswith(notes):
        state.calls.append(f"{handler.command} {parts.path.removeprefix(notes)}".strip())
        change = received(handler)
        if handler.command == "POST":
            state.comments.append({"id": len(state.comments) + 1, "author": {"id": 99}, **change})
        else:
            state.comments[int(parts.path.rsplit("/", 1)[1]) - 1].update(change)
        send(handler, {})
    elif handler.command == "DELETE" and parts.path.startswith(notes):
        state.calls.append(f"{handler.command} {parts.path.removeprefix(notes)}")
        handler.send_response(204)
        handler.end_headers()
    else:
        send(handler, {"message": "404 Not Found"}, 404)
