"""What looks like a secret, by the key that it stands under or by its text, and how messages quote what does not.

API keys are 32 hexadecimal digits and private keys are RSA keys in PEM (contract §7); a private key pasted without its
PEM lines begins with ``MII``.
"""

from __future__ import annotations

import re

REFERENCES = "{env: NAME}, {file: PATH} or {command: [argv...]}"
"""What stands in an inventory where a secret is meant."""

_MOST_SHOWN = 60
_KEY_NAMES = ("apikey", "privatekey", "password", "passphrase", "passwd", "secret", "token")
_HEXADECIMAL_KEY = re.compile(r"\s*[0-9A-Fa-f]{32}\s*\Z")
_BARE_PRIVATE_KEY = re.compile(r"\s*MII[A-Za-z0-9+/\s]{120,}")
_URL_WITH_PASSWORD = re.compile(r"://[^/\s@]*:[^/\s@]+@")
_PEM_MARK = re.compile(r"-----BEGIN[A-Z0-9 ]*PRIVATE KEY")

PRIVATE_KEY_BYTES = re.compile(rb"-----BEGIN[A-Z0-9 ]*PRIVATE KEY")
"""Finds a private key in a file that cannot be parsed, or in a comment."""


def names_a_secret(key: str) -> bool:
    """Whether the value of a key of this name would be a secret."""
    return key.lower().replace("_", "").replace("-", "").endswith(_KEY_NAMES)


def holds_a_password(text: str) -> bool:
    """Whether it is a URL with a password in it."""
    return _URL_WITH_PASSWORD.search(text) is not None


def looks_like_a_secret(text: str) -> bool:
    """Whether the text itself has the shape of an API key or a private key."""
    return (
        _HEXADECIMAL_KEY.match(text) is not None
        or _PEM_MARK.search(text) is not None
        or _BARE_PRIVATE_KEY.match(text) is not None
    )


def masked(text: str) -> str:
    """Quote a text for a message."""
    if looks_like_a_secret(text) or holds_a_password(text):
        return "(not shown: it looks like a secret)"
    if len(text) > _MOST_SHOWN:
        text = text[: _MOST_SHOWN - 1] + "…"
    return f"`{text}`"
