"""Key pairs that Magento's modules and the registry can work with, and nothing else.

What the modules accept silently and should not (short keys, elliptic curves: contract §3) is refused here as well,
before any host is touched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from magesaas_ops.errors import UnusableKey
from magesaas_ops.model.secret_ref import KeyMaterial, Secret
from magesaas_ops.secret_providers.pem import Mistake, canonical_pem
from magesaas_ops.secret_providers.resolving import Secrets

if TYPE_CHECKING:
    from magesaas_ops.model.inventory import KeyRefs
    from magesaas_ops.model.secret_ref import SecretRef

FEWEST_BITS = 2048
_CIPHERTEXT = re.compile(r"\A\s*\d+:\d+:")
_MASKED = re.compile(r"\A\s*\*+\s*\Z")
_API_KEY = re.compile(r"\A[\x21-\x7e]{1,255}\Z")
_PORTAL = "take the key itself from the API portal."
_ANOTHER = "Generate another: openssl genrsa -out key.pem 2048, and give its public half to the API portal."


def key_material(refs: KeyRefs, secrets: Secrets | None = None) -> KeyMaterial:
    """Resolve a key pair with the secrets of this run.

    Raises SecretUnavailable, or UnusableKey with the reason and never a part of the key.
    """
    found = secrets or Secrets()
    api_key = _api_key(refs.api_key, found)
    pem = _private_key(refs.private_key, found)
    return KeyMaterial(api_key, Secret(pem), _public_key(pem, str(refs.private_key)))


def _api_key(ref: SecretRef, secrets: Secrets) -> Secret:
    secret = secrets.resolve(ref)
    text = secret.reveal()
    _refuse_placeholders(text, "API key", ref)
    if not _API_KEY.match(text):
        raise UnusableKey(
            f"the API key from {ref} has white space, line breaks or other characters that no key has, or is too long",
            hint="It is one word: the Client ID that the API portal shows.",
        )
    return secret


def _private_key(ref: SecretRef, secrets: Secrets) -> str:
    text = secrets.resolve(ref).reveal()
    _refuse_placeholders(text, "private key", ref)
    pem = canonical_pem(text)
    if isinstance(pem, Mistake):
        raise UnusableKey(f"the private key from {ref} {pem.reason}", hint=pem.hint)
    return pem


def _refuse_placeholders(text: str, what: str, ref: SecretRef) -> None:
    if not text.strip():
        raise UnusableKey(f"the {what} from {ref} is empty", hint="Nothing but white space is there.")
    if _MASKED.match(text):
        raise UnusableKey(
            f"the {what} from {ref} is only asterisks",
            hint=f"That is how Magento's Admin shows a key that is set; {_PORTAL}",
        )
    if _CIPHERTEXT.match(text):
        raise UnusableKey(
            f"the {what} from {ref} is Magento cipher text, as core_config_data stores it",
            hint=f"Only the installation that encrypted it can read it; {_PORTAL}",
        )


def _public_key(pem: str, where: str) -> str:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UnusableKey(f"the private key from {where} cannot be read: it is damaged", hint=_ANOTHER) from None
    if not isinstance(key, RSAPrivateKey):
        raise UnusableKey(f"the private key from {where} is no RSA key", hint=_ANOTHER)
    if key.key_size < FEWEST_BITS:
        raise UnusableKey(
            f"the private key from {where} has {key.key_size} bits; at least {FEWEST_BITS} are needed", hint=_ANOTHER
        )
    numbers = key.public_key().public_numbers()
    return f"{numbers.n:x}:{numbers.e:x}"
