"""The addresses that a CI of GitHub or GitLab, or a remote of the repository, gives to files, the run and the rules."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from magesaas_ops.model.links import Links

if TYPE_CHECKING:
    from collections.abc import Mapping

RULE_PAGES = "MAGESAAS_RULE_PAGES"
"""The address of docs/rules.md, where somebody shows it."""

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:/_~%+-]+\Z")
_COMMIT = re.compile(r"[0-9a-f]{7,64}\Z")
_SCP = re.compile(r"(?:[\w.-]+@)?([\w.-]+):(?!//)([\w./~-]+)\Z")


def links_of(environ: Mapping[str, str], commit: str | None = None, remote: str = "", top: str | None = None) -> Links:
    """Links for what was found in ``commit``, by default the one that a CI checked out.

    ``remote`` is the address of the repository that it is from, ``top`` its folder here.

    What is no plain address is left out: variables may come from a branch's name.
    """
    rules = _address(environ.get(RULE_PAGES, ""))
    if repository := environ.get("GITHUB_REPOSITORY"):
        home = _address(f"{environ.get('GITHUB_SERVER_URL', '')}/{repository}")
        files = _files(home, "blob", commit or environ.get("GITHUB_SHA"), environ.get("GITHUB_WORKSPACE"))
        run = environ.get("GITHUB_RUN_ID", "")
        return Links(files, f"{home}/actions/runs/{run}" if home and run.isdigit() else "", rules)
    if home := _address(environ.get("CI_PROJECT_URL", "")):
        files = _files(home, "-/blob", commit or environ.get("CI_COMMIT_SHA"), environ.get("CI_PROJECT_DIR"))
        return Links(files, _address(environ.get("CI_JOB_URL", "")), rules)
    home = _home(remote)
    if not home or commit is None:
        return Links(rules=rules)
    host = urlsplit(home).hostname or ""
    shown = {"github.com": "blob"}.get(host) or ("-/blob" if "gitlab" in host else "")
    return Links(_files(home, shown, commit, top) if shown else "", rules=rules)


def _address(text: str) -> str:
    return text.rstrip("/") if _ADDRESS.match(text) else ""


def _files(home: str, shown: str, commit: str | None, top: str | None) -> str:
    """Where the paths of places count from: the folder that we run in, seen from the top of the checkout."""
    if not home or not commit or not _COMMIT.match(commit):
        return ""
    inside = os.path.relpath(Path.cwd(), top) if top else "."
    if inside.startswith(".."):
        return ""
    return f"{home}/{shown}/{commit}" + ("" if inside == "." else f"/{quote(inside)}")


def _home(remote: str) -> str:
    """The page of a repository; whoever's name or token stands in the remote's address is left out."""
    if found := _SCP.match(remote):
        return _address(f"https://{found[1]}/{found[2].removesuffix('.git')}")
    parts = urlsplit(remote)
    if parts.scheme not in {"https", "ssh"} or not parts.hostname:
        return ""
    return _address(f"https://{parts.hostname}{parts.path.removesuffix('.git')}")
