"""Key pairs for the contract suite, in every spelling that Magento's signer accepts."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from magesaas_ops.model.secret_ref import Secret

_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _pem(key: rsa.RSAPrivateKey, form: PrivateFormat) -> str:
    return key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()


PEM = _pem(_KEY, PrivateFormat.PKCS8)
OTHER_PEM = _pem(_OTHER, PrivateFormat.PKCS8)
SPELLINGS = {
    "PKCS#8": PEM,
    "PKCS#1": _pem(_KEY, PrivateFormat.TraditionalOpenSSL),
    "CRLF": PEM.replace("\n", "\r\n"),
    "no final newline": PEM.rstrip("\n"),
}


def proof(key: str = PEM) -> Secret:
    """What a host answers the HMAC of when it holds the key."""
    numbers = {PEM: _KEY, OTHER_PEM: _OTHER}[key].public_key().public_numbers()
    return Secret(f"rsa:{numbers.n:x}:{numbers.e:x}")
