"""Private keys in PEM form: the one spelling that is handed on, and what is wrong with every other (contract §3).

Magento's modules take PKCS#1 and PKCS#8, CRLF and a missing final newline, and fail on the rest when they first sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BEGIN = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----")
_ENDS = re.compile(r"-----END [A-Z0-9 ]+-----\n\Z")
_PRIVATE_KEY = re.compile(r"\A-----BEGIN ((?:RSA )?PRIVATE KEY)-----\n(?:[A-Za-z0-9+/=]{1,76}\n)+-----END \1-----\n\Z")
_GENERATE = (
    "An account's key pair is RSA: openssl genrsa -out key.pem 2048, and its public half goes to the API portal."
)
_LINES = "Keep it in a file as openssl wrote it, line breaks included."
_ALONE = "Nothing but one private key, from -----BEGIN to -----END, belongs there."


@dataclass(frozen=True, slots=True)
class Mistake:
    """Completes "the private key …", and says what to do; holds nothing of the text."""

    reason: str
    hint: str


def canonical_pem(text: str) -> str | Mistake:
    """The key with LF line ends and one final newline, its container (PKCS#1 or PKCS#8) kept; or what is wrong."""
    pem = text.replace("\r\n", "\n").rstrip("\r\n") + "\n"
    return pem if _PRIVATE_KEY.match(pem) else _mistake_in(pem)


def _mistake_in(pem: str) -> Mistake:
    kinds: list[str] = _BEGIN.findall(pem)
    if not kinds:
        return Mistake("has no line -----BEGIN PRIVATE KEY-----: it is not in PEM form", _LINES)
    if len(kinds) > 1:
        return Mistake(f"holds {len(kinds)} keys or certificates; exactly one private key is expected", _ALONE)
    return _wrong_kind(kinds[0], pem) or _wrong_layout(pem)


def _wrong_kind(kind: str, pem: str) -> Mistake | None:
    if "ENCRYPTED" in kind or "Proc-Type: 4,ENCRYPTED" in pem:
        return Mistake(
            "is encrypted with a passphrase, which Magento cannot be given",
            "Decrypt it with openssl pkey, and keep it where it is encrypted as a whole.",
        )
    if "PUBLIC" in kind:
        return Mistake("is a public key", "The private key is the other file of the pair.")
    if kind == "CERTIFICATE":
        return Mistake("is a certificate", "The private key is the other file of the pair.")
    if kind == "OPENSSH PRIVATE KEY":
        return Mistake("is in OpenSSH's own form (OPENSSH PRIVATE KEY)", "ssh-keygen -p -m PEM -f FILE rewrites it.")
    if kind not in {"PRIVATE KEY", "RSA PRIVATE KEY"}:
        return Mistake(f"is no RSA key, but of the kind {kind}", _GENERATE)
    return None


def _wrong_layout(pem: str) -> Mistake:
    if "\\n" in pem:
        return Mistake(r"has the two characters \n where line breaks should be", _LINES)
    if pem.count("\n") < 3:
        return Mistake("stands on one line; its line breaks were lost", _LINES)
    if not pem.startswith("-----BEGIN"):
        return Mistake("has text or white space before -----BEGIN", _ALONE)
    if not _ENDS.search(pem):
        return Mistake("has text after -----END, or its end is missing", _ALONE)
    return Mistake("has lines that are no base64 of a PEM file, such as indented ones", _LINES)
