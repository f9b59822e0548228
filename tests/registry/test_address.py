"""Where the registry is, and that keys go there encrypted or stay on this machine."""

from __future__ import annotations

import pytest

from magesaas_ops.errors import UsageError
from magesaas_ops.registry import DEFAULT_URL, registry_url


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        (DEFAULT_URL, "https://commerce.adobe.io/merchant-registry/v1/"),
        ("https://commerce.adobe.io", "https://commerce.adobe.io/merchant-registry/v1/"),
        ("https://commerce.adobe.io/merchant-registry/v1", "https://commerce.adobe.io/merchant-registry/v1/"),
        ("https://Gateway.Example:8443/a/b?c#d", "https://gateway.example:8443/merchant-registry/v1/"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/merchant-registry/v1/"),
        ("http://[::1]:80/", "http://[::1]:80/merchant-registry/v1/"),
        (" http://localhost ", "http://localhost/merchant-registry/v1/"),
    ],
)
def test_a_gateway_is_understood_however_it_is_written(written: str, understood: str) -> None:
    assert registry_url(written) == understood


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "no URL"),
        ("commerce.adobe.io", "no URL"),
        ("ftp://commerce.adobe.io/", "no URL"),
        ("https://", "no URL"),
        ("https://host:notaport/", "no URL"),
        ("https://[::1/", "no URL"),
        ("http://commerce.adobe.io/", "unencrypted"),
        ("http://127.0.0.1.evil.example/", "unencrypted"),
        ("https://user:canary@commerce.adobe.io/", "user name or password"),
    ],
)
def test_what_is_no_safe_address_is_refused(written: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as caught:
        registry_url(written)
    assert "canary" not in caught.value.message
    assert caught.value.hint
