"""An administrator who chooses project and data space through config:set of services-id 3.3.4 (contract §3)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from magesaas_ops.sandbox import (
    Fault,
    SandboxInstallation,
    SandboxProject,
    SandboxRegistry,
    SandboxSaasEnvironment,
    new_key_pair,
    rows_of,
    write_rows,
)
from tests.sandbox.conftest import magento
from tests.sandbox.test_values import API_KEY, IDS, KEYS, PROJECT_ID

ENVIRONMENT_ID = IDS + "environment_id"
PROJECT = SandboxProject("project-1", "Acme", [SandboxSaasEnvironment("space-1", "Testing 1")])
OTHER = SandboxProject("project-2", "Other", [SandboxSaasEnvironment("space-2", "Production", "Production")])


@pytest.fixture(scope="module")
def keys() -> tuple[str, str]:
    return new_key_pair()


@pytest.fixture
def registry(keys: tuple[str, str]) -> Iterator[SandboxRegistry]:
    with SandboxRegistry() as running:
        running.add_account("a-key", keys[1], [PROJECT, OTHER])
        yield running


@pytest.fixture
def keyed_shop(shop: SandboxInstallation, registry: SandboxRegistry, keys: tuple[str, str]) -> SandboxInstallation:
    """With keys, and a gateway URL whose path is dropped, as the module does."""
    write_rows(shop, {"services_connector/production_gateway_url": registry.url + "ignored"})
    magento(shop, "config:set", API_KEY, "a-key")
    magento(shop, "config:set", "--", KEYS + "production_private_key", keys[0])
    return shop


def attachment(shop: SandboxInstallation) -> dict[str, str | None]:
    return {path.removeprefix(IDS): text for path, text in rows_of(shop).items() if path.startswith(IDS)}


def test_project_then_data_space_are_confirmed_and_named_by_the_registry(keyed_shop, registry):
    assert magento(keyed_shop, "config:set", PROJECT_ID, "project-1").stdout == "Value was saved.\n"
    assert magento(keyed_shop, "config:set", ENVIRONMENT_ID, "space-1").stdout == "Value was saved.\n"
    assert attachment(keyed_shop) == {
        "project_id": "project-1",
        "project_name": "Acme",
        "environment_id": "space-1",
        "environment_name": "Testing 1",
        "environment": "Testing",
    }
    paths = [request.path.removeprefix("/merchant-registry/v1/") for request in registry.requests]
    assert paths == ["ping", "registry/projects/project-1", "ping", "registry/environments/space-1"]


def test_saving_the_same_project_again_forgets_the_data_space(keyed_shop):
    for path, value in ((PROJECT_ID, "project-1"), (ENVIRONMENT_ID, "space-1"), (PROJECT_ID, "project-1")):
        assert magento(keyed_shop, "config:set", path, value).returncode == 0
    assert attachment(keyed_shop) == {"project_id": "project-1", "project_name": "Acme"}


def test_locking_skips_the_registry(keyed_shop, registry):
    assert magento(keyed_shop, "config:set", "--lock-env", ENVIRONMENT_ID, "nope").returncode == 0
    assert registry.requests == []


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (PROJECT_ID, "nope", "Project not found"),
        (ENVIRONMENT_ID, "nope", "Environment data retrieval failed: Environment not found"),
        (ENVIRONMENT_ID, "space-2", "Requested environment does not belong to the configured project."),
    ],
)
def test_what_the_registry_does_not_confirm_is_not_stored(keyed_shop, path, value, message):
    magento(keyed_shop, "config:set", PROJECT_ID, "project-1")
    before = attachment(keyed_shop)
    done = magento(keyed_shop, "config:set", path, value)
    assert (done.returncode, done.stdout, attachment(keyed_shop)) == (1, message + "\n", before)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(500, path="ping"), "ERROR_KEYS_NOT_VALID"),
        (Fault(reset=True, path="ping"), "ERROR_REQUEST_FAILED"),
        (Fault(401, '{"message": "JWT is invalid"}', path="projects"), "ERROR_KEYS_NOT_VALID"),
        (Fault(403, '{"error": {"message": "Client ID is invalid"}}', path="projects"), "ERROR_KEYS_NOT_VALID"),
        (Fault(503, '{"status": 503, "error": "no"}', path="projects"), "no"),
        (Fault(502, "<html>", path="projects"), "<html>"),
    ],
)
def test_every_failure_has_the_modules_own_words(keyed_shop, registry, fault, reason):
    registry.faults.append(fault)
    done = magento(keyed_shop, "config:set", PROJECT_ID, "project-1")
    assert (done.returncode, done.stdout) == (1, f"Projects list retrieval failed: {reason}\n")


def test_a_wrong_private_key_cannot_sign(keyed_shop):
    magento(keyed_shop, "config:set", KEYS + "production_private_key", "no key")
    done = magento(keyed_shop, "config:set", PROJECT_ID, "project-1")
    assert done.stdout == "Projects list retrieval failed: ERROR_PRIVATE_KEY_SIGN_FAILED\n"
