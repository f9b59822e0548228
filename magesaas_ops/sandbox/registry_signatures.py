"""Key pairs, and the check of what a client signs with them (contract §4)."""

from __future__ import annotations

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

_IMS = "https://ims-na1.adobelogin.com"
_REQUIRED_CLAIMS: dict[str, object] = {
    "iss": "8E6307BF5D775FA00A495EF9@AdobeOrg",
    "sub": "3181519E5E2714990A495E2E@techacct.adobe.com",
    **{
        f"{_IMS}/s/{scope}": True
        for scope in ("ent_reactor_sdk", "asset_compute_meta", "ent_adobeio_sdk", "event_receiver_api")
    },
}
_AUDIENCE = f"{_IMS}/c/9ec9d05f79eb443e8f76ce477b1e413c"


def new_key_pair(bits: int = 2048) -> tuple[str, str]:
    """A fresh RSA key pair as PEM: (private key in PKCS#8, public key)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def signature_problem(token: str, public_key_pem: str) -> str | None:
    """Why the registry would not take ``token`` from the holder of that public key; None when it would."""
    try:
        if jwt.get_unverified_header(token).get("typ") != "JWT":
            return "typ is not JWT"
        claims = jwt.decode(
            token, public_key_pem, algorithms=["RS256"], audience=_AUDIENCE, options={"require": ["exp", "aud"]}
        )
    except jwt.InvalidTokenError as error:
        return str(error)
    wrong = [name for name, value in _REQUIRED_CLAIMS.items() if claims.get(name) != value]
    return f"claim {wrong[0]} is missing or wrong" if wrong else None
