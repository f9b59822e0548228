"""Keeps a review as the one comment of its pull request that begins with our marker.

Which pull request it is comes from GitHub's own event, never from the downloaded report: that was written by a run of
the pull request itself, which may say anything. Only the standard library: runners have Python, nothing is installed.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MARKER = "<!-- magesaas diff -->"
MOST_CHARACTERS = 65_536
_MOST_BYTES = 4 * MOST_CHARACTERS
_MOST_PAGES = 30
_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MENTION = re.compile(r"&(?:#0*64|#[xX]0*40|commat);?|@(?![@\s]|&#8203;|\Z)")
"""An at sign that something follows which could make a mention of it, however it is written; not that of a hunk."""


class CannotTell(Exception):
    """Why no comment is written; for the log of the job."""


class NoReport(Exception):
    """Why what the run left is no report that can be shown."""


@dataclass(frozen=True)
class Run:
    """The run that judged, as GitHub's event describes it."""

    head_sha: str
    head_branch: str
    head_repository: str
    url: str


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        """Follow none: the token would be sent along."""


class GitHub:
    """The few calls that are needed, of one repository."""

    def __init__(self, api: str, repository: str, token: str) -> None:
        self._api = api.rstrip("/")
        self._base = f"{self._api}/repos/{repository}"
        self._token = token
        self._opener = urllib.request.build_opener(_NoRedirect)

    def pull_requests_of(self, run: Run) -> list[int]:
        """The open pull requests whose head is what the run judged."""
        owner = run.head_repository.partition("/")[0]
        query = urllib.parse.urlencode({"state": "open", "head": f"{owner}:{run.head_branch}", "per_page": 100})
        return [
            int(found["number"])
            for found in self._all(f"{self._base}/pulls?{query}")
            if found["head"]["sha"] == run.head_sha
            and (found["head"].get("repo") or {}).get("full_name") == run.head_repository
        ]

    def keep_comment(self, number: int, author: str, body: str) -> str:
        """Update our comment, or write it; returns its address."""
        comments = f"{self._base}/issues/{number}/comments"
        for comment in self._all(f"{comments}?per_page=100"):
            is_ours = (comment.get("user") or {}).get("login") == author
            if is_ours and str(comment.get("body", "")).startswith(MARKER):
                written, _ = self._call("PATCH", f"{self._base}/issues/comments/{int(comment['id'])}", {"body": body})
                return str(written["html_url"])
        written, _ = self._call("POST", comments, {"body": body})
        return str(written["html_url"])

    def remove_comment(self, number: int, author: str) -> bool:
        """Delete our comment; says whether there was one."""
        for comment in self._all(f"{self._base}/issues/{number}/comments?per_page=100"):
            is_ours = (comment.get("user") or {}).get("login") == author
            if is_ours and str(comment.get("body", "")).startswith(MARKER):
                self._call("DELETE", f"{self._base}/issues/comments/{int(comment['id'])}")
                return True
        return False

    def _all(self, url: str) -> Iterator[dict[str, Any]]:
        for _ in range(_MOST_PAGES):
            found, links = self._call("GET", url)
            yield from found
            following = _NEXT.search(links)
            if following is None or not following[1].startswith(f"{self._api}/"):
                return
            url = following[1]

    def _call(self, method: str, url: str, content: Mapping[str, str] | None = None) -> tuple[Any, str]:
        request = urllib.request.Request(  # noqa: S310 (the address is GitHub's own, from the runner)
            url,
            None if content is None else json.dumps(content).encode(),
            {
                "Authorization": f"Bearer {self._token}",
                "Accept": "application/vnd.github+json",
                "Content-Type": "application/json",
                "User-Agent": "magesaas-ops",
            },
            method=method,
        )
        try:
            with self._opener.open(request, timeout=30) as answer:
                return json.loads(answer.read() or b"null"), answer.headers.get("Link", "")
        except urllib.error.HTTPError as error:
            raise CannotTell(f"{method} {request.selector} was answered with HTTP {error.code}") from None
        except (OSError, ValueError) as error:
            raise CannotTell(f"{method} {request.selector}: {error}") from None


def comment_in(folder: Path) -> str:
    """The report as it may be shown: text of a stranger that calls nobody. Raises NoReport."""
    path = folder / "comment.md"
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as opened:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise NoReport(f"{path.name} is no regular file")
            content = opened.read(_MOST_BYTES + 1)
        text = content.decode()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise NoReport(f"{path.name} cannot be read: {reason}") from None
    if text.partition("\n")[0] != MARKER:
        raise NoReport(f"{path.name} does not begin with our marker")
    harmless = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))
    return _MENTION.sub("@\N{ZERO WIDTH SPACE}", harmless)


def signed(text: str, run: Run) -> str:
    """The text under a line that says where it comes from: above all of it, so that it cannot hide the line.

    Raises NoReport when that is longer than a comment may be. GitHub counts what it is sent: the line, and what was
    added to at signs, included.
    """
    marker, _, rest = text.partition("\n")
    source = f"<sub>From [a run]({run.url}) of {run.head_sha}; magesaas.txt in its artifact is the whole report</sub>"
    whole = f"{marker}\n{source}\n\n{rest}"
    if len(whole.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
        raise NoReport(f"it is longer than the {MOST_CHARACTERS} characters that a comment may have")
    return whole


def without_report(reason: str, run: Run) -> str:
    """What stands there when the run left no report: an earlier verdict must not outlive what it was about."""
    return (
        f"{MARKER}\n### Inventory change: not judged\n\n[A run]({run.url}) of {run.head_sha} left no report that "
        f"can be shown: {reason}. Its log says more.\n"
    )


def main(environ: Mapping[str, str]) -> int:
    """Tell, and say in the log what was told; returns the exit status."""
    run = Run(environ["HEAD_SHA"], environ["HEAD_BRANCH"], environ["HEAD_REPOSITORY"], environ["RUN_URL"])
    github = GitHub(environ["API"], environ["REPOSITORY"], environ["TOKEN"])
    try:
        numbers = github.pull_requests_of(run)
        if not numbers:
            sys.stdout.write(f"No open pull request has {run.head_sha} as its head any more.\n")
            return 0
        missing = ""
        body: str | None
        try:
            text = comment_in(Path(environ["FOLDER"]))
            body = signed(text, run) if text.strip() != MARKER else None
        except NoReport as reason:
            missing = str(reason)
            body = without_report(missing, run)
        for number in numbers:
            if body is None:
                was_there = github.remove_comment(number, environ["AUTHOR"])
                sys.stdout.write(f"nothing to say{', an earlier comment is removed' if was_there else ''}\n")
                continue
            sys.stdout.write(github.keep_comment(number, environ["AUTHOR"], body) + "\n")
    except CannotTell as error:
        sys.stderr.write(f"error: {_CONTROL.sub('?', str(error))}\n")
        return 1
    if missing:
        sys.stderr.write(f"error: there is no report to show: {missing}\n")
        return 1
    with Path(environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as output:
        output.write(f"number={numbers[0]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(os.environ))
