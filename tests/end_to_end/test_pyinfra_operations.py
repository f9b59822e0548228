"""A deploy of one's own, composed of our operations and run by real pyinfra over sshd."""

from __future__ import annotations

from magesaas_ops.model import host_state as paths
from magesaas_ops.sandbox import (
    SandboxInstallation,
    SandboxProject,
    SandboxSaasEnvironment,
    decrypted,
    new_key_pair,
    rows_of,
)
from tests.end_to_end.conftest import PRODUCTION, PROJECT, TESTING_1, Shop

OTHER_PROJECT, OTHER_TESTING = "5e0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01", "66666666-6666-4666-8666-666666666666"

COMPOSED = """
from pyinfra.operations import python
from magesaas_ops.operations import modules_installed, production_keys_set, saas_environment_selected

modules_installed(name="Modules")
keys = production_keys_set(name="Keys")
python.call(name="Tell", function=lambda: print("KEYS WERE SET"), _if=keys.did_change)
saas_environment_selected(name="SaaS environment")
"""


PARTS = ("modules_installed", "production_keys_set", "saas_environment_selected", "attached")


def managed_rows(installation: SandboxInstallation) -> set[str]:
    return set(rows_of(installation)) & {*paths.MANAGED_PATHS, paths.STAMP}


def deploy(shop: Shop, text: str) -> str:
    file = shop.folder / "own.py"
    file.write_text(text)
    return str(file)


def one(shop: Shop, operation: str, arguments: str = "") -> str:
    return deploy(shop, f"from magesaas_ops.operations import {operation}\n{operation}({arguments})\n")


def test_the_parts_in_their_order_do_what_attached_does_each_once(shop: Shop) -> None:
    own = deploy(shop, COMPOSED)
    dry = shop.pyinfra(own, "--dry")
    assert dry.status == 0, dry.said
    for step in (
        "create package magento/data-services (– → *): is not installed at web1, web2",
        "run upgrade setup:upgrade: modules change at web1",
        f"create value {paths.PRODUCTION_API_KEY} (– → secret ",
        f"create value {paths.ENVIRONMENT_ID} (– → {PRODUCTION}): it is not set at web1",
        f"create value {paths.ENVIRONMENT_ID} (– → {TESTING_1}): it is not set at stage",
    ):
        assert step in dry.said
    assert not managed_rows(shop.installations["staging"])

    first = shop.pyinfra(own, "-y")
    assert first.status == 0, first.said
    assert first.said.count("KEYS WERE SET") == 2
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION
    assert rows_of(shop.installations["staging"])[paths.ENVIRONMENT_ID] == TESTING_1

    again = shop.pyinfra(own, "-y")
    assert again.status == 0, again.said
    assert "KEYS WERE SET" not in again.said


def test_a_part_out_of_turn_is_refused_and_changes_nothing(shop: Shop) -> None:
    early = shop.pyinfra("--limit", "shop-staging", one(shop, "saas_environment_selected"), "-y")
    assert early.status != 0
    assert "comes after production_keys_set" in early.said
    assert not managed_rows(shop.installations["staging"])
    early = shop.pyinfra("--limit", "shop", one(shop, "production_keys_set"), "-y")
    assert early.status != 0
    assert "comes after modules_installed" in early.said


def test_no_part_leads_past_the_guard(shop: Shop) -> None:
    shop.edit("saas_environment: acme/storefront/testing-1", "saas_environment: acme/storefront/production")
    parts = "\n".join(f"{name}(_ignore_errors=True)" for name in PARTS)
    own = deploy(shop, f"from magesaas_ops.operations import {', '.join(PARTS)}\n{parts}\n")
    refused = shop.pyinfra("--limit", "shop-staging", own, "-y")
    assert refused.said.count("refused by production-saas-environment-on-non-production") == len(PARTS)
    assert not managed_rows(shop.installations["staging"])


def test_keys_of_another_account_take_the_ids_of_the_former_away_with_them(shop: Shop) -> None:
    assert shop.magesaas("apply", "--yes", "--limit", "shop-staging").status == 0
    staging = shop.installations["staging"]
    private_key, public_key = new_key_pair()
    (shop.folder / "acme.pem").write_text(private_key)
    shop.environment["ACME_API_KEY"] = "another-api-key"
    spaces = [SandboxSaasEnvironment(OTHER_TESTING, "Testing")]
    shop.registry.add_account("another-api-key", public_key, [SandboxProject(OTHER_PROJECT, "Another", spaces)])
    shop.edit(PROJECT, OTHER_PROJECT)
    shop.edit(TESTING_1, OTHER_TESTING)

    keys = shop.pyinfra("--limit", "shop-staging", one(shop, "production_keys_set"), "-y")
    assert keys.status == 0, keys.said
    rows = rows_of(staging)
    assert decrypted(staging, rows[paths.PRODUCTION_API_KEY] or "") == "another-api-key"
    assert not managed_rows(staging) & set(paths.ID_PATHS)
    ids = shop.pyinfra("--limit", "shop-staging", one(shop, "saas_environment_selected"), "-y")
    assert ids.status == 0, ids.said
    assert rows_of(staging)[paths.ENVIRONMENT_ID] == OTHER_TESTING


def test_arguments_that_would_be_ignored_are_refused(shop: Shop) -> None:
    refused = shop.pyinfra("--limit", "shop-staging", one(shop, "attached", "_sudo=True"), "-y")
    assert refused.status != 0
    assert "_sudo: as whom commands of Magento run" in refused.said
    assert not managed_rows(shop.installations["staging"])
