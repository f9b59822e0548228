"""The inventories that come with the project are realistic and clean, each alone and all together."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from magesaas_ops.loading import read_inventory
from magesaas_ops.model.inventory import Fleet, Stage
from magesaas_ops.rules import judge_files

INVENTORIES = Path(__file__).parents[2] / "inventories"
TODAY = datetime.date(2026, 6, 1)


def clean_fleet(path: Path) -> Fleet:
    fleet = read_inventory(path)
    assert judge_files(fleet, TODAY).findings == ()
    return fleet


@pytest.mark.parametrize("path", sorted(INVENTORIES.rglob("*.yaml")), ids=lambda path: path.name)
def test_each_file_is_clean_alone_and_tells_editors_its_schema(path: Path) -> None:
    assert clean_fleet(path).installations
    modeline = path.read_text(encoding="utf-8").splitlines()[0]
    schema = modeline.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / schema).resolve() == INVENTORIES.parent / "schemas" / "inventory.schema.json"


def test_all_together_are_one_clean_fleet() -> None:
    fleet = clean_fleet(INVENTORIES)
    references = [ref for account in fleet.accounts.values() for ref in (account.production_keys.private_key,)]
    references += [account.production_keys.api_key for account in fleet.accounts.values()]
    assert {ref.place for ref in references} == {"env", "file", "command"}


def test_shop_has_four_websites_in_three_stages() -> None:
    shop = clean_fleet(INVENTORIES / "shop.yaml")
    assert {it.stage for it in shop.installations.values()} == {Stage.PRODUCTION, Stage.STAGING, Stage.DEVELOPMENT}
    assert len(shop.installations["acme"].websites) == 4


def test_agency_has_twelve_accounts() -> None:
    assert len(clean_fleet(INVENTORIES / "agency").accounts) == 12


def test_cluster_has_several_nodes() -> None:
    assert len(clean_fleet(INVENTORIES / "cluster.yaml").installations["globex"].hosts) == 3


def test_one_host_carries_two_roots() -> None:
    one_host = clean_fleet(INVENTORIES / "one-host.yaml").installations.values()
    assert len({it.hosts for it in one_host}) == 1
    assert len({it.root for it in one_host}) == 2
