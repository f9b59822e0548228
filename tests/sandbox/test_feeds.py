"""Feeds of the sandbox: cron collects and sends them, the service counts them, and a new id moves nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from magesaas_ops.sandbox import (
    Fault,
    SandboxInstallation,
    SandboxRegistry,
    add_products,
    delete_product,
    encrypted,
    new_key_pair,
    run_cron,
    switch_cron,
    write_rows,
)
from tests.sandbox.conftest import asked, magento

KEYS = "services_connector/services_connector_integration/"
ENVIRONMENT_ID = "services_connector/services_id/environment_id"


@pytest.fixture
def registry() -> Iterator[SandboxRegistry]:
    with SandboxRegistry() as registry:
        yield registry


@pytest.fixture
def attached(shop: SandboxInstallation, registry: SandboxRegistry) -> SandboxInstallation:
    """Sends to A, and has three products that cron has not seen yet."""
    private, public = new_key_pair()
    registry.add_account("the-key", public)
    write_rows(
        shop,
        {
            KEYS + "production_api_key": encrypted(shop, "the-key"),
            KEYS + "production_private_key": encrypted(shop, private),
            ENVIRONMENT_ID: "A",
            "services_connector/production_gateway_url": registry.url,
        },
    )
    add_products(shop, 3)
    return shop


def rows(shop: SandboxInstallation, table: str, columns: str = "status, is_deleted") -> Any:
    sql = f"SELECT {columns} FROM {table} ORDER BY id"
    return asked(shop, f"$get('App\\ResourceConnection')->getConnection()->fetchAll('{sql}')")


def arrived(registry: SandboxRegistry, saas_environment: str) -> dict[str, int]:
    """What arrived of products and prices."""
    everything = registry.ingestion.arrived(saas_environment)
    return {feed: count for feed, count in everything.items() if feed in ("products", "prices")}


def test_cron_sends_every_item_once(attached, registry):
    assert arrived(registry, "A") == {}
    run_cron(attached)
    assert arrived(registry, "A") == {"prices": 3, "products": 3}
    run_cron(attached)
    assert len(registry.ingestion.requests) == 3


def test_the_websites_are_sent_once_by_the_time_of_their_last_sending(attached, registry):
    run_cron(attached)
    assert registry.ingestion.requests.count(("A", "scopesWebsite", 1)) == 1
    write_rows(attached, {ENVIRONMENT_ID: "B"})
    magento(attached, "cache:clean", "config")
    run_cron(attached)
    assert registry.ingestion.arrived("B") == {}


def test_another_id_moves_no_data_but_what_changes_later(attached, registry):
    run_cron(attached)
    write_rows(attached, {ENVIRONMENT_ID: "B"})
    magento(attached, "cache:clean", "config")
    run_cron(attached)
    assert arrived(registry, "B") == {}
    add_products(attached, 1)
    run_cron(attached)
    assert arrived(registry, "B") == {"prices": 1, "products": 1}


def test_what_fails_is_sent_again_and_what_is_rejected_never(attached, registry):
    registry.faults.append(Fault(status=500, path="/feeds/products"))
    registry.ingestion.rejected.add(2)
    run_cron(attached)
    assert arrived(registry, "A") == {"prices": 2}
    assert [row["status"] for row in rows(attached, "cde_products_feed")] == ["2", "2", "2"]
    for _ in range(2):
        run_cron(attached)
    assert arrived(registry, "A") == {"prices": 2, "products": 2}
    found = rows(attached, "cde_products_feed", "status, errors")
    assert [(row["status"], row["errors"]) for row in found] == [("200", None), ("1", "E1: bad item"), ("200", None)]
    assert len([feed for _, feed, _ in registry.ingestion.requests if feed == "products"]) == 1


def test_a_deletion_is_sent_and_one_that_failed_is_stuck_for_ever(attached, registry):
    run_cron(attached)
    delete_product(attached, 1)
    run_cron(attached)
    assert arrived(registry, "A") == {"prices": 2, "products": 2}
    registry.faults.append(Fault(status=500, path="/feeds/", times=2))
    delete_product(attached, 2)
    for _ in range(2):
        run_cron(attached)
    assert arrived(registry, "A") == {"prices": 2, "products": 2}
    assert rows(attached, "cde_products_feed")[1] == {"status": "2", "is_deleted": "1"}


def test_a_feed_that_is_locked_waits(attached, registry):
    lock = "$get('Lock\\LockManagerInterface')->lock('feed_sync_products', 0); echo 'held'; fgets(STDIN)"
    code = (
        "require 'app/bootstrap.php'; $objects = \\Magento\\Framework\\App\\Bootstrap::create(BP, $_SERVER)"
        "->getObjectManager(); $get = fn($class) => $objects->get('Magento\\\\Framework\\\\' . $class);"
    )
    argv = ["php", "-r", f"{code} {lock};"]
    with subprocess.Popen(argv, cwd=attached.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdin and holder.stdout.read(4) == b"held"
        run_cron(attached)
        assert arrived(registry, "A") == {"prices": 3}
        holder.stdin.close()
    run_cron(attached)
    assert arrived(registry, "A") == {"prices": 3, "products": 3}


def test_cron_that_is_off_sends_nothing(attached, registry):
    switch_cron(attached, is_on=False)
    assert "Cron is disabled" in run_cron(attached)
    assert registry.ingestion.requests == []
    switch_cron(attached, is_on=True)
    run_cron(attached)
    assert arrived(registry, "A") == {"prices": 3, "products": 3}


def test_without_keys_and_without_an_id_nothing_leaves_and_the_rows_say_why(shop):
    add_products(shop, 1)
    run_cron(shop)
    assert rows(shop, "cde_products_feed", "status, errors") == [
        {"status": "2", "errors": "API Keys Validation Failed"}
    ]
