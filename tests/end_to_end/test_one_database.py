"""Two installations that use one database: refused before anything is written, with everything real."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from magesaas_ops.converging import open_session
from magesaas_ops.converging.probing import is_one_database
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model import host_state as paths
from magesaas_ops.sandbox import create_installation, rows_of
from tests.end_to_end.conftest import PRODUCTION, Command, Shop


@pytest.fixture
def split(shop: Shop, tmp_path: Path, composer_repository: Path) -> Shop:
    """A production shop of two nodes, the second of which is declared as the staging installation."""
    first = shop.installations["staging"]
    second = create_installation(
        tmp_path / "second",
        websites=("base", "eu_b2b"),
        database=first.storage,
        base_url="https://staging.example/",
        composer_repository=composer_repository,
        joins=first,
    )
    shop.edit("hosts: [web1, web2]", "hosts: [web1]")
    shop.edit("https://shop.example/", "https://staging.example/")
    for server, node in (("web1", first), ("stage", second)):
        link = shop.servers[server].home / "magento"
        link.unlink()
        link.symlink_to(node.root)
    return shop


def attached_to(shop: Shop) -> str | None:
    return rows_of(shop.installations["staging"]).get(paths.ENVIRONMENT_ID)


def refusals(done: Command) -> dict[str, set[str]]:
    return {
        one["name"]: {finding["rule"] for finding in one["findings"] if finding["severity"] == "refuse"}
        for one in done.json["installations"]
    }


def test_a_node_of_the_cluster_that_is_declared_as_staging_is_refused_and_nothing_is_written(split: Shop) -> None:
    split.edit(
        "defaults:",
        "waivers:\n- {rule: shared-database, at: installations.shop-staging, reason: it is fine, "
        "owner: me@acme.example, expires: 2999-01-01}\ndefaults:",
    )
    before = rows_of(split.installations["staging"])
    applied = split.magesaas("apply", "--yes", "--format", "json")
    assert applied.status == 5, applied.err + applied.out
    assert refusals(applied) == {"shop": {"shared-database"}, "shop-staging": {"shared-database"}, "shop-dev": set()}
    assert rows_of(split.installations["staging"]) == before


def test_the_owner_of_a_database_is_looked_at_outside_of_the_limit(split: Shop) -> None:
    assert split.magesaas("apply", "--yes", "--limit", "shop").status == 0
    assert attached_to(split) == PRODUCTION
    limited = split.magesaas("apply", "--yes", "--limit", "shop-staging", "--format", "json")
    assert limited.status == 5, limited.err + limited.out
    # Nothing is detached either, although what is declared as staging is attached to production.
    assert "shared-database" in refusals(limited)["shop-staging"]
    assert attached_to(split) == PRODUCTION

    detached = split.magesaas("quarantine", "shop-staging")
    assert detached.status == 5, detached.err
    assert "refuse[shared-database]" in detached.out
    assert attached_to(split) == PRODUCTION


def test_what_cannot_be_settled_is_detached_only_by_who_says_that_it_is_its_own(split: Shop) -> None:
    assert split.magesaas("apply", "--yes", "--limit", "shop").status == 0
    split.edit("hosts: [web1]", "hosts: [nowhere.invalid]")
    refused = split.magesaas("quarantine", "shop-staging")
    assert refused.status == 5, refused.err
    assert "magesaas quarantine shop-staging --own-database" in " ".join(refused.out.split())
    assert attached_to(split) == PRODUCTION

    done = split.magesaas("quarantine", "shop-staging", "--own-database")
    assert done.status == 0, done.err + done.out
    assert attached_to(split) is None
    audited = [json.loads(line)["verb"] for line in (split.folder / "audit.jsonl").read_text().splitlines()]
    assert audited == ["apply", "quarantine", "quarantine --own-database"]


def test_two_databases_of_one_server_are_told_apart_by_asking(shop: Shop) -> None:
    fleet = fleet_from_files({"fleet.yaml": _TWO.format(folder=shop.folder).encode()})
    with open_session(fleet.installations.values()) as session:
        hosts = {name: nodes["@local"] for name, nodes in session.nodes.items()}
        assert is_one_database(hosts["one"], hosts["second-node"])
        assert not is_one_database(hosts["one"], hosts["other"])


_TWO = """\
version: 1
installations:
  one: {{stage: testing, hosts: ["@local"], root: "{folder}/web1", websites: [base], saas_environment: none}}
  second-node: {{stage: testing, hosts: ["@local"], root: "{folder}/web2", websites: [base], saas_environment: none}}
  other: {{stage: testing, hosts: ["@local"], root: "{folder}/staging", websites: [base], saas_environment: none}}
"""
