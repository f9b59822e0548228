"""What is proposed where only a person can know: stages and names."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from magesaas_ops.model.inventory import LOCAL_HOST, Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_WORDS = {
    Stage.STAGING: {"staging", "stage", "stg", "preprod", "uat"},
    Stage.TESTING: {"testing", "test", "tst", "qa"},
    Stage.DEVELOPMENT: {"development", "dev", "develop", "local", "sandbox"},
}
_LONGEST_NAME = 64


def proposed_stage(texts: Iterable[str], *, type_: str | None, is_known: bool) -> tuple[Stage, str]:
    """A stage and why it is proposed.

    A word in host, URL or folder that says what an installation is for weighs more than what it is attached to: a
    staging that is attached to production is the very accident that is to be seen.
    """
    for text in texts:
        words = set(re.split(r"[^a-z]+", text.lower()))
        for stage, names in _WORDS.items():
            if found := sorted(words & names):
                return stage, f"confirm: {found[0]} is part of {text}"
    whose = "by the registry" if is_known else "as it says itself"
    if type_ is None:
        return Stage.DEVELOPMENT, "confirm: it is attached to nothing"
    if type_ == "production":
        return Stage.PRODUCTION, f"confirm: it is attached to a production SaaS environment, {whose}"
    return Stage.STAGING, f"confirm: it is attached to a testing SaaS environment, {whose}"


def slug(text: str) -> str:
    """A text as a name: letters, digits, ``_`` and ``-``, beginning with a letter or digit; empty when none is left."""
    return re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-_")[:_LONGEST_NAME].rstrip("-_")


def unused(name: str, taken: Collection[str]) -> str:
    """The name, or the first of ``name-2``, ``name-3``, … that is free."""
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name[: _LONGEST_NAME - 5]}-{number}"
    return candidate


def proposed_name(hosts: tuple[str, ...], root: str, base_urls: tuple[str, ...]) -> str:
    """The first label of the host; where that is a number or this machine, that of the shop's URL or of the root."""
    host = hosts[0].rpartition("@")[2] if hosts[0] != LOCAL_HOST else ""
    first = "" if not host or _is_address(host) else host.partition(".")[0]
    if len(hosts) > 1:
        first = first.rstrip("0123456789").rstrip("-") or first
    address = next((urlsplit(url).hostname or "" for url in base_urls), "")
    if _is_address(address) or address == "localhost":
        address = ""
    last = root.rstrip("/").rpartition("/")[2]
    return slug(first) or (slug(last) if not host and last else slug(address)) or slug(last) or "shop"


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
