"""Taking secrets out of text that others wrote: what programs and hosts print, before a person, a log or a file has it.

Two kinds go: the secrets that we know (``hiding``), and whatever is written as secrets are. Names, paths, versions and
UUIDs stay, for they are what a message is about. Time and memory are linear in the text, whatever it holds: no pattern
has two repetitions that can share a character.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HIDDEN = "********"
SHORTEST_SECRET = 4
"""Shorter texts are not searched for: hiding every "1" hides the message and no secret."""

_PEM = re.compile(r"-----BEGIN[^-]*-----.*?(?:-----END[^-]*-----|\Z)", re.DOTALL)
_PEM_END = re.compile(r"-----END[^-]*-----")
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"

_NAME = r"(?i:pass(?:word|phrase|wd)?|pwd|secret|token|credentials?|signature|key|auth)"
_NAMES = ("pass", "pwd", "secret", "token", "credential", "signature", "key", "auth")
_WRITTEN_AS_SECRETS = (
    # Authorization: Basic …, to the end of the line or of the quotation
    (("auth",), r"((?i:authorization)[\"']?[ \t]{0,3}[:=][ \t]{0,3}[\"']?)[^\r\n\"']+", rf"\1{HIDDEN}"),
    (
        ("bearer", "basic"),
        r"\b((?i:bearer|basic)[ \t]{1,3})(?=[a-z]*[A-Z0-9._~+/=-]|[a-z]{20})[\w.~+/=-]{6,}",
        rf"\1{HIDDEN}",
    ),
    # Composer: "http-basic": {"host": {…}}, and what follows it on a command line
    (("http-", "git"), r"((?i:http-basic|github-oauth|gitlab-token|gitlab-oauth))\b[^\r\n]+", rf"\1 {HIDDEN}"),
    (("://",), r"(://)[^\s/\"'<>]*@", rf"\1{HIDDEN}@"),
    (_NAMES, r"(-(?i:password|passwd|token|secret|key) )[^\s\"']+", rf"\1{HIDDEN}"),
    # "password": "…" and 'key' => '…', in JSON, PHP and YAML
    (
        (*_NAMES, "username"),
        rf"((?:{_NAME}|(?i:username))[\"'][ \t]{{0,3}}(?:=>|[:=])[ \t]{{0,3}}[\"'])[^\"'\r\n]+",
        rf"\1{HIDDEN}",
    ),
    (_NAMES, rf"({_NAME}\w{{0,20}}[ \t]{{0,3}}=>?[ \t]{{0,3}}[\"']?)[^\s\"',;&]+", rf"\1{HIDDEN}"),
    (
        _NAMES,
        r"((?i:password|passphrase|passwd|secret|token|(?:api|private)[_-]?key):[ \t]{1,3}[\"']?)[^\s\"',;]+",
        rf"\1{HIDDEN}",
    ),
    ((":",), r"\b\d{1,3}:\d{1,2}:[A-Za-z0-9+/=]{16,}", HIDDEN),  # Magento's ciphertext (contract §1)
    (("eyj",), r"\beyJ[\w-]{5,}\.[\w.-]+", HIDDEN),  # a JSON Web Token
)
"""What must stand somewhere in the text, in lower case; the pattern that it makes worth looking for; and its place."""

_RUN = re.compile(r"[A-Za-z0-9_+/=-]{20,}")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\Z")
_FEWEST_CHARACTERS, _FEWEST_IN_A_RANDOM_PATH, _FEWEST_CHANGES = 20, 6, 0.25
_LONGEST_RUN_JUDGED = 4096


def redacted(text: str, *, hiding: Iterable[str] = ()) -> str:
    """The text without ``hiding``, and without whatever is written as a secret is, in whole or in half.

    ``hiding`` are known secrets; one of several lines is hidden line by line, for programs indent and cut what they
    print.
    """
    for secret in sorted({line.strip() for one in hiding for line in one.splitlines()}, key=len, reverse=True):
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, HIDDEN)
    text = _without_beheaded_pem(_PEM.sub(HIDDEN, text))
    lowered = text.lower()
    for signs, pattern, replacement in _WRITTEN_AS_SECRETS:
        if any(sign in lowered for sign in signs):
            text = re.sub(pattern, replacement, text)
    return _RUN.sub(lambda found: _without_random_parts(found.group()), text)


def _without_beheaded_pem(text: str) -> str:
    """The second half of a key whose BEGIN was cut off: all that could be base64 before its END."""
    kept: list[str] = []
    start = 0
    for end in _PEM_END.finditer(text):
        kept += [text[start : end.start()].rstrip(_BASE64), "\n", HIDDEN]
        start = end.end()
    return "".join([*kept, text[start:]])


def _without_random_parts(run: str) -> str:
    """A run of letters and digits, less what looks made by chance: a key, not a path, a name or a UUID."""
    is_random = _looks_random(run)
    if "/" not in run or (is_random and not run.startswith("/")):
        return HIDDEN if is_random else run
    fewest = _FEWEST_IN_A_RANDOM_PATH if is_random else _FEWEST_CHARACTERS
    return "/".join(HIDDEN if _looks_random(part, fewest=fewest) else part for part in run.split("/"))


def _looks_random(run: str, *, fewest: int = _FEWEST_CHARACTERS) -> bool:
    """Whether it is long, has digits, and changes between kinds of character as often as chance does.

    In base64 and in hexadecimal every second character is of another kind than the one before it; in words, versions
    and dates few are.
    """
    if _UUID.match(run):
        return False
    kinds = [_kind(one) for one in run[:_LONGEST_RUN_JUDGED] if one.isalnum()]
    if len(kinds) < fewest or (0 not in kinds and fewest == _FEWEST_CHARACTERS) or kinds.count(0) == len(kinds):
        return False
    changes = sum(1 for one, other in pairwise(kinds) if one != other)
    return changes / len(kinds) >= _FEWEST_CHANGES


def _kind(character: str) -> int:
    return 0 if character.isdigit() else 1 if character.islower() else 2
