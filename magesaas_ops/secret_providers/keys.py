"""Key pairs that Magento's modules and the registry can work with, and nothing else.

What the modules accept and what they fail on is contract §3; what they accept silently and should not (short keys,
elliptic curves) is refused here as well, before any host is touched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from magesaas_ops.errors import UnusableKey
from magesaas_ops.model.secret_ref import KeyMaterial, Secret
from magesaas_ops.secret_providers.resolving import resolve

if TYPE_CHECKING:
    from magesaas_ops.model.inventory import KeyRefs

FEWEST_BITS = 2048
_CIPHERTEXT = re.compile(r"\A\d+:\d+:")
_MASKED = re.compile(r"\A\s*\*+\s*\Z")
_API_KEY = re.compile(r"\A[\x21-\x7e]{1,255}\Z")
_BEGIN = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----")
_PEM = re.compile(
    r"\A-----BEGIN (RSA )?PRIVATE KEY-----\n(?:[A-Za-z0-9+/=]{1,76}\n)+-----END (RSA )?PRIVATE KEY-----\n\Z"
)
_GENERATE = "Generate one with: openssl genrsa -out key.pem 2048"


def key_material(refs: KeyRefs) -> KeyMaterial:
    """Resolve a key pair; raises SecretUnavailable, or UnusableKey with the reason and never a part of the key."""
    api_key = _api_key(refs)
    where = str(refs.private_key)
    pem = _canonical(resolve(refs.private_key).reveal(), where)
    return KeyMaterial(api_key, Secret(pem), _public_key(pem, where))


def _api_key(refs: KeyRefs) -> Secret:
    text, where = resolve(refs.api_key).reveal(), str(refs.api_key)
    _refuse_placeholders(text, "API key", where)
    if not _API_KEY.match(text):
        raise UnusableKey(f"the API key from {where} has white space, line breaks or other characters that no key has")
    return Secret(text)


def _refuse_placeholders(text: str, what: str, where: str) -> None:
    if not text.strip():
        raise UnusableKey(f"the {what} from {where} is empty")
    if _MASKED.match(text):
        raise UnusableKey(
            f"the {what} from {where} is only asterisks",
            hint="That is how Magento's Admin shows a key that is set; take it from the API portal.",
        )
    if _CIPHERTEXT.match(text):
        raise UnusableKey(
            f"the {what} from {where} is Magento cipher text, as core_config_data stores it",
            hint="Only the installation that encrypted it can read it; take the key itself from the API portal.",
        )


def _canonical(text: str, where: str) -> str:
    """The PEM with LF line ends and one final newline; its container (PKCS#1 or PKCS#8) is kept."""
    _refuse_placeholders(text, "private key", where)
    pem = text.replace("\r\n", "\n").rstrip("\r\n") + "\n"
    if _PEM.match(pem):
        return pem
    raise UnusableKey(f"the private key from {where} {_what_is_wrong_with(pem)}", hint=_GENERATE)


def _what_is_wrong_with(pem: str) -> str:  # noqa: PLR0911 (one answer per mistake)
    kinds = _BEGIN.findall(pem)
    if not kinds:
        return "has no line -----BEGIN PRIVATE KEY-----: it is not in PEM form"
    if len(kinds) > 1:
        return f"holds {len(kinds)} keys or certificates; exactly one private key is expected"
    kind = kinds[0]
    if "ENCRYPTED" in kind or "Proc-Type: 4,ENCRYPTED" in pem:
        return "is encrypted with a passphrase, which Magento cannot be given"
    if "PUBLIC" in kind:
        return "is a public key"
    if kind == "CERTIFICATE":
        return "is a certificate"
    if not kind.endswith("PRIVATE KEY") or kind.startswith(("EC ", "DSA ", "OPENSSH ")):
        return f"is no RSA key in PEM form, but of the kind {kind}"
    if "\\n" in pem:
        return r"has the two characters \n where line breaks should be"
    if pem.count("\n") < 3:
        return "stands on one line; its line breaks were lost"
    if not pem.startswith("-----BEGIN"):
        return "has text or white space before -----BEGIN"
    if not re.search(r"-----END [A-Z ]+-----\n\Z", pem):
        return "has text after -----END, or its end is missing"
    return "has lines that are no base64 of a PEM file, such as indented ones"


def _public_key(pem: str, where: str) -> str:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UnusableKey(f"the private key from {where} cannot be read: it is damaged", hint=_GENERATE) from None
    if not isinstance(key, RSAPrivateKey):
        raise UnusableKey(f"the private key from {where} is no RSA key", hint=_GENERATE)
    if key.key_size < FEWEST_BITS:
        raise UnusableKey(
            f"the private key from {where} has {key.key_size} bits; at least {FEWEST_BITS} are needed", hint=_GENERATE
        )
    numbers = key.public_key().public_numbers()
    return f"{numbers.n:x}:{numbers.e:x}"
