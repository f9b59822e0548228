"""``magesaas delivery``, whole process, on a Magento whose cron sends to a service that counts."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from magesaas_ops.sandbox import (
    SandboxInstallation,
    SandboxRegistry,
    add_products,
    create_installation,
    encrypted,
    new_key_pair,
    run_cron,
    switch_cron,
    write_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = "services_connector/services_connector_integration/"
IDS = "services_connector/services_id/"
FLEET = """version: 1
accounts:
  acme:
    keys: {{production: {{api_key: {{env: NOT_NEEDED}}, private_key: {{env: NOT_NEEDED}}}}}}
    projects:
      shop:
        id: ccccccc1-0000-4000-8000-000000000001
        saas_environments:
          test: {{id: eeeeeee2-0000-4000-8000-000000000002, type: testing}}
installations:
  eu: {{stage: staging, hosts: ["@local"], root: {root}, websites: [base], saas_environment: acme/shop/test}}
  us: {{stage: staging, hosts: [], root: /r, websites: [us], saas_environment: none}}
"""


@dataclass
class Delivering:
    """A Magento that is attached by hand, and the inventory that declares it."""

    shop: SandboxInstallation
    registry: SandboxRegistry
    folder: Path

    def delivery(self, *arguments: str) -> tuple[int, str]:
        argv = [sys.executable, "-m", "magesaas_ops", "delivery", "-i", "fleet.yaml", *arguments]
        done = subprocess.run(argv, cwd=self.folder, capture_output=True, text=True, timeout=300, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout

    def judged(self) -> tuple[int, dict[str, Any]]:
        status, out = self.delivery("-f", "json")
        document = json.loads(out)
        assert [one["name"] for one in document["installations"]] == ["eu", "us"]
        assert document["installations"][1]["verdict"] == "not-built"
        eu: dict[str, Any] = document["installations"][0]
        eu["feeds"] = {feed["name"]: feed for feed in eu["feeds"]}
        return status, eu


@pytest.fixture
def delivering(tmp_path: Path, composer_repository: Path) -> Iterator[Delivering]:
    private, public = new_key_pair()
    with SandboxRegistry() as registry:
        registry.add_account("the-key", public)
        shop = create_installation(tmp_path / "shop", composer_repository=composer_repository)
        write_rows(
            shop,
            {
                KEYS + "production_api_key": encrypted(shop, "the-key"),
                KEYS + "production_private_key": encrypted(shop, private),
                IDS + "environment_id": "eeeeeee2-0000-4000-8000-000000000002",
                "services_connector/production_gateway_url": registry.url,
            },
        )
        (tmp_path / "fleet.yaml").write_text(FLEET.format(root=shop.root))
        yield Delivering(shop, registry, tmp_path)


def test_what_is_owed_waits_until_cron_has_sent_it(delivering: Delivering) -> None:
    run_cron(delivering.shop)
    add_products(delivering.shop, 3)
    status, eu = delivering.judged()
    assert (status, eu["verdict"]) == (4, "waiting")
    assert eu["feeds"]["products"]["backlog"] == 3
    run_cron(delivering.shop)
    status, eu = delivering.judged()
    assert (status, eu["verdict"], eu["reasons"]) == (0, "sent", [])
    counted = {name: feed["sent"] for name, feed in eu["feeds"].items() if feed["sent"]}
    assert counted["products"] == 3
    assert counted == delivering.registry.ingestion.arrived("eeeeeee2-0000-4000-8000-000000000002")
    status, text = delivering.delivery()
    assert status == 0
    assert "eu → eeeeeee2-0000-4000-8000-000000000002: sent" in text
    assert "nobody knows which SaaS environment got" in text


def test_rejected_items_and_a_cron_that_is_off_fail_and_say_why(delivering: Delivering) -> None:
    delivering.registry.ingestion.rejected.add(2)
    add_products(delivering.shop, 3)
    run_cron(delivering.shop)
    status, eu = delivering.judged()
    assert (status, eu["verdict"]) == (1, "rejected")
    assert "products: 1 rejected (E1: bad item); they are sent again when they change" in eu["reasons"]
    switch_cron(delivering.shop, is_on=False)
    add_products(delivering.shop, 1)
    status, eu = delivering.judged()
    assert (status, eu["verdict"]) == (1, "standing-still")
    assert eu["reasons"] == ["cron is disabled in app/etc/env.php: nothing is collected or sent"]


def test_a_host_that_does_not_answer_is_unknown(delivering: Delivering) -> None:
    (delivering.shop.root / "app/etc/env.php").rename(delivering.folder / "gone.php")
    status, eu = delivering.judged()
    assert (status, eu["verdict"], eu["feeds"]) == (7, "unknown", {})
    assert eu["reasons"]


def test_waiting_ends_when_all_is_sent(delivering: Delivering) -> None:
    run_cron(delivering.shop)
    add_products(delivering.shop, 1)
    argv = [sys.executable, "-m", "magesaas_ops", "delivery", "-i", "fleet.yaml", "--wait", "-f", "json"]
    with subprocess.Popen(
        argv, cwd=delivering.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as waiting:
        assert waiting.stderr is not None
        while "looked at" not in (line := waiting.stderr.readline()):
            assert line
        run_cron(delivering.shop)
        out, _ = waiting.communicate(timeout=120)
    assert waiting.returncode == 0
    assert json.loads(out)["summary"]["sent"] == 1


def test_waiting_has_a_bound(delivering: Delivering) -> None:
    run_cron(delivering.shop)
    add_products(delivering.shop, 1)
    status, out = delivering.delivery("--wait", "--wait-at-most", "0.01", "-f", "json")
    assert status == 4
    assert json.loads(out)["installations"][0]["verdict"] == "waiting"
