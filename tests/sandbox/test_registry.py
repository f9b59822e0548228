"""The sandbox registry answers and refuses as contract §4 says."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import jwt
import pytest

from magesaas_ops.sandbox import Fault, SandboxProject, SandboxRegistry, SandboxSaasEnvironment, new_key_pair

API_KEY = "an-api-key"
PRODUCTION = "11111111-1111-4111-8111-111111111111"
TESTING = "22222222-2222-4222-8222-222222222222"
PROJECT = "4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01"
IMS = "https://ims-na1.adobelogin.com"


@pytest.fixture(scope="module")
def keys() -> tuple[str, str]:
    return new_key_pair()


@pytest.fixture
def registry(keys: tuple[str, str]) -> Iterator[SandboxRegistry]:
    project = SandboxProject(
        PROJECT,
        "Acme Storefront",
        [
            SandboxSaasEnvironment(PRODUCTION, "Production", "Production"),
            SandboxSaasEnvironment(TESTING, "Testing 1"),
        ],
    )
    with SandboxRegistry() as running:
        running.add_account(API_KEY, keys[1], [project])
        yield running


def token(private_key: str, header: dict[str, object] | None = None, **changed: object) -> str:
    claims: dict[str, object] = {
        "exp": int(time.time()) + 300,
        "iss": "8E6307BF5D775FA00A495EF9@AdobeOrg",
        "sub": "3181519E5E2714990A495E2E@techacct.adobe.com",
        "aud": f"{IMS}/c/9ec9d05f79eb443e8f76ce477b1e413c",
        **{
            f"{IMS}/s/{scope}": True
            for scope in ("ent_reactor_sdk", "asset_compute_meta", "ent_adobeio_sdk", "event_receiver_api")
        },
        **changed,
    }
    return jwt.encode(claims, private_key, algorithm="RS256", headers=header)


def call(
    registry: SandboxRegistry,
    signature: str,
    path: str = "registry",
    method: str = "GET",
    api_key: str = API_KEY,
    json: object = None,
) -> httpx.Response:
    headers = {"x-api-key": api_key, "magento-api-key": api_key, "x-gw-signature": signature}
    url = f"{registry.url}merchant-registry/v1/{path}"
    return httpx.request(method, url, headers=headers, json=json, trust_env=False)


def test_the_holder_of_the_key_pair_sees_a_row_per_saas_environment(registry, keys):
    answer = call(registry, token(keys[0]))
    assert answer.status_code == 200
    rows = answer.json()["results"]
    assert [(row["environmentId"], row["environmentType"]) for row in rows] == [
        (PRODUCTION, "Production"),
        (TESTING, "Testing"),
    ]
    assert {(row["projectId"], row["projectName"]) for row in rows} == {(PROJECT, "Acme Storefront")}


def test_ping_is_ok_for_the_holder_of_the_key_pair(registry, keys):
    assert call(registry, token(keys[0]), "ping").status_code == 200


def test_one_saas_environment_is_one_object(registry, keys):
    answer = call(registry, token(keys[0]), f"registry/environments/{TESTING}")
    assert answer.json()["environmentName"] == "Testing 1"


def test_an_unknown_saas_environment_is_a_404_with_words(registry, keys):
    answer = call(registry, token(keys[0]), "registry/environments/nope")
    assert (answer.status_code, answer.json()["message"]) == (404, "Environment not found")


def test_an_unknown_project_has_no_results(registry, keys):
    answer = call(registry, token(keys[0]), "registry/projects/nope")
    assert (answer.status_code, answer.json()) == (200, {"results": []})


def test_another_accounts_project_is_not_found(registry):
    private, public = new_key_pair()
    registry.add_account("other", public)
    answer = call(registry, token(private), f"registry/projects/{PROJECT}", api_key="other")
    assert answer.json() == {"results": []}


@pytest.mark.parametrize(
    "wrong",
    [
        {"exp": 1},
        {"aud": "https://elsewhere.example"},
        {"iss": "somebody"},
        {"sub": "somebody"},
        {f"{IMS}/s/event_receiver_api": False},
    ],
    ids=["expired", "audience", "issuer", "subject", "scope"],
)
def test_wrong_claims_are_an_invalid_jwt(registry, keys, wrong):
    answer = call(registry, token(keys[0], **wrong))
    assert (answer.status_code, answer.json()) == (401, {"message": "JWT is invalid"})


def test_a_signature_by_another_key_is_an_invalid_jwt(registry):
    assert call(registry, token(new_key_pair()[0])).status_code == 401


def test_a_token_of_another_type_is_an_invalid_jwt(registry, keys):
    assert call(registry, token(keys[0], header={"typ": "at+jwt"})).status_code == 401


def test_an_unsigned_token_is_an_invalid_jwt(registry):
    assert call(registry, jwt.encode({"exp": 9999999999}, key="", algorithm="none")).status_code == 401


def test_an_unknown_api_key_is_an_invalid_client(registry, keys):
    answer = call(registry, token(keys[0]), api_key="nobody")
    assert (answer.status_code, answer.json()["error"]["message"]) == (403, "Client ID is invalid")


def test_initialize_creates_again_on_every_call(registry, keys):
    rows = [
        call(registry, token(keys[0]), "registry/initialize", "POST", json={"projectName": "New"}).json()["results"]
        for _ in range(2)
    ]
    assert {len(made) for made in rows} == {3}
    assert rows[0][0]["projectId"] != rows[1][0]["projectId"]


def test_renaming_answers_like_reading(registry, keys):
    project = call(registry, token(keys[0]), f"registry/projects/{PROJECT}", "PATCH", json={"projectName": "B"})
    assert {row["projectName"] for row in project.json()["results"]} == {"B"}
    path = f"registry/environments/{TESTING}"
    assert call(registry, token(keys[0]), path, "PATCH", json={"environmentName": "C"}).json()["environmentName"] == "C"


def test_a_fault_meets_as_many_requests_as_it_says(registry, keys):
    registry.faults.append(Fault(429, retry_after="7", times=1))
    first, second = call(registry, token(keys[0])), call(registry, token(keys[0]))
    assert (first.status_code, first.headers["Retry-After"], second.status_code) == (429, "7", 200)


def test_a_fault_may_be_no_json(registry, keys):
    registry.faults.append(Fault(200, "<html>"))
    assert call(registry, token(keys[0])).text == "<html>"


def test_a_fault_may_tear_the_connection_down(registry, keys):
    registry.faults.append(Fault(reset=True))
    with pytest.raises(httpx.TransportError):
        call(registry, token(keys[0]))


def test_it_can_lie_about_a_type(registry, keys):
    registry.types[TESTING] = "Production"
    rows = call(registry, token(keys[0])).json()["results"]
    assert {row["environmentType"] for row in rows} == {"Production"}


def test_the_log_holds_no_secret(registry, keys):
    signature = token(keys[0])
    call(registry, signature, "ping")
    assert [(seen.method, seen.path, seen.status) for seen in registry.requests] == [
        ("GET", "/merchant-registry/v1/ping", 200)
    ]
    assert API_KEY not in repr(registry.requests)
    assert signature not in repr(registry.requests)
