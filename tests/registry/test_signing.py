"""What a call carries, exactly as the modules send it (contract §4)."""

from __future__ import annotations

import time

import jwt

from magesaas_ops.model.secret_ref import KeyMaterial, Secret
from magesaas_ops.registry import RegistryClient
from magesaas_ops.sandbox import new_key_pair
from tests.registry.misbehaving import misbehaving, saying

AUDIENCE = "https://ims-na1.adobelogin.com/c/9ec9d05f79eb443e8f76ce477b1e413c"


def headers_of(request: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in request.strip().splitlines()[1:])


def test_calls_are_signed_by_the_private_key_and_say_what_the_modules_say() -> None:
    private, public = new_key_pair()
    keys = KeyMaterial(Secret("an-api-key"), Secret(private), "unused")
    with misbehaving(saying(200, '{"results": []}')) as server, RegistryClient("a", keys, url=server.url) as client:
        client.check_keys()
        client.records()
        client.project("p/1")
    ping, records, project = map(headers_of, server.requests)
    assert [request.splitlines()[0] for request in server.requests] == [
        "GET /merchant-registry/v1/ping HTTP/1.1",
        "GET /merchant-registry/v1/registry HTTP/1.1",
        "GET /merchant-registry/v1/registry/projects/p%2F1 HTTP/1.1",
    ]
    assert "content-type" not in ping
    assert records["content-type"] == project["content-type"] == "application/json"
    for headers in (ping, records, project):
        assert headers["magento-api-key"] == headers["x-api-key"] == "an-api-key"
        assert "authorization" not in headers
        assert headers["accept-encoding"] == "identity"
        token = headers["x-gw-signature"]
        assert jwt.get_unverified_header(token) == {"typ": "JWT", "alg": "RS256"}
        claims = jwt.decode(token, public, algorithms=["RS256"], audience=AUDIENCE)
        assert 0 <= time.time() + 300 - claims.pop("exp") < 30
        assert claims == {
            "iss": "8E6307BF5D775FA00A495EF9@AdobeOrg",
            "sub": "3181519E5E2714990A495E2E@techacct.adobe.com",
            "aud": AUDIENCE,
            "https://ims-na1.adobelogin.com/s/ent_reactor_sdk": True,
            "https://ims-na1.adobelogin.com/s/asset_compute_meta": True,
            "https://ims-na1.adobelogin.com/s/ent_adobeio_sdk": True,
            "https://ims-na1.adobelogin.com/s/event_receiver_api": True,
        }
