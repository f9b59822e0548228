"""References to secrets, and secrets themselves, held so that they cannot leak by accident."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import NoReturn

_PLACES = {"env": "environment variable"}


@dataclass(frozen=True, slots=True)
class SecretRef:
    """A reference to a secret, as an inventory has it: ``{place: value}``, and ``json: pointer`` beside it.

    ``place`` is a module of ``secret_providers``; ``value`` a text, or an argv. ``base`` is the folder of the inventory
    file, to which paths are relative. ``pointer`` (RFC 6901) takes one value out of the JSON that is there.
    """

    place: str
    value: str | tuple[str, ...]
    base: str = ""
    pointer: str | None = None

    @property
    def argv(self) -> tuple[str, ...]:
        """The value as the arguments of a program, the program first."""
        return (self.value,) if isinstance(self.value, str) else self.value

    def __str__(self) -> str:
        """Name it for a person; of a command the program only, for its arguments may say too much."""
        name = f"{_PLACES.get(self.place, self.place)} {self.argv[0] if self.argv else '(empty)'}"
        return name if self.pointer is None else f"{name} at {self.pointer}"


class Secret:
    """A secret text that shows nothing of itself: not in repr, str, format, pickle or a traceback."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """Give the text; call it only where the bytes leave for their destination."""
        return self.__text

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that are the same for the same secret; for people to compare two outputs."""
        return hashlib.sha256(b"magesaas fingerprint 1\0" + self.__text.encode()).hexdigest()[:12]

    def hmac_under(self, nonce: str) -> str:
        """HMAC-SHA256 (hexadecimal) of the text under a nonce: how a host says which secret it holds."""
        return hmac.new(nonce.encode(), self.__text.encode(), hashlib.sha256).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self.__text.encode(), other.__text.encode())

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return "Secret(********)"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is never serialised")


@dataclass(frozen=True, slots=True)
class KeyMaterial:
    """One usable key pair: the API key, and the RSA private key in canonical PEM (LF, one final newline).

    ``public_key`` is ``"⟨modulus⟩:⟨exponent⟩"``, both lower-case hexadecimal without leading zeros: two spellings of
    one private key (PKCS#1, PKCS#8, CRLF) are the same key when it is equal.
    """

    api_key: Secret
    private_key: Secret
    public_key: str
