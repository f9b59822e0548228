"""The signature of a registry call (contract §4): a JWT that the account's private key signs.

Issuer, subject and audience are constants, the same for every merchant: the merchant is known by key and signature.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import jwt

if TYPE_CHECKING:
    from magesaas_ops.model.secret_ref import KeyMaterial

LIFETIME_SECONDS = 300
_IMS = "https://ims-na1.adobelogin.com"
_CLAIMS = {
    "iss": "8E6307BF5D775FA00A495EF9@AdobeOrg",
    "sub": "3181519E5E2714990A495E2E@techacct.adobe.com",
    "aud": f"{_IMS}/c/9ec9d05f79eb443e8f76ce477b1e413c",
    **{
        f"{_IMS}/s/{scope}": True
        for scope in ("ent_reactor_sdk", "asset_compute_meta", "ent_adobeio_sdk", "event_receiver_api")
    },
}


def signed_headers(keys: KeyMaterial) -> dict[str, str]:
    """The headers that say who asks; they are secrets, so never log them."""
    api_key = keys.api_key.reveal()
    claims = {"exp": int(time.time()) + LIFETIME_SECONDS, **_CLAIMS}
    signature = jwt.encode(claims, keys.private_key.reveal(), algorithm="RS256")
    return {"magento-api-key": api_key, "x-api-key": api_key, "x-gw-signature": signature}
