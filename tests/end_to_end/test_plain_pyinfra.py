"""For a pyinfra user who never saw our command line: inventory, fact and deploys, through pyinfra's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from magesaas_ops.model import host_state as paths
from magesaas_ops.sandbox import copy_database, rows_of, write_rows
from tests.end_to_end.conftest import PRODUCTION, TESTING_1, Shop

DEPLOYS = Path(__file__).parents[2] / "deploys"


def test_connect_attaches_everything_and_the_second_run_changes_nothing(shop: Shop) -> None:
    first = shop.pyinfra(str(DEPLOYS / "connect.py"), "-y")
    assert first.status == 0, first.out + first.err
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION
    assert rows_of(shop.installations["staging"])[paths.ENVIRONMENT_ID] == TESTING_1

    before = {name: server.sessions for name, server in shop.servers.items()}
    verified = shop.pyinfra(str(DEPLOYS / "verify.py"), "-y")
    assert verified.status == 0, verified.out + verified.err
    again = shop.pyinfra(str(DEPLOYS / "connect.py"), "-y")
    assert again.status == 0, again.out + again.err
    assert "No changes" in again.err
    assert {name: server.sessions - before[name] for name, server in shop.servers.items()} == dict.fromkeys(before, 2)


def test_a_dry_run_shows_the_steps_and_writes_nothing(shop: Shop) -> None:
    dry = shop.pyinfra(str(DEPLOYS / "connect.py"), "--dry")
    assert dry.status == 0, dry.out + dry.err
    assert f"{paths.ENVIRONMENT_ID} (– → {TESTING_1}): it is not set" in dry.said
    assert paths.ENVIRONMENT_ID not in rows_of(shop.installations["staging"])


def test_one_refusal_stops_the_run_before_anything_is_changed_anywhere(shop: Shop) -> None:
    shop.registry.types[TESTING_1] = "Production"
    refused = shop.pyinfra(str(DEPLOYS / "connect.py"), "-y")
    assert refused.status != 0
    assert "registry-type-mismatch" in refused.err + refused.out
    for installation in shop.installations.values():
        assert paths.ENVIRONMENT_ID not in rows_of(installation)


def test_verify_fails_as_long_as_something_is_pending(shop: Shop) -> None:
    pending = shop.pyinfra(str(DEPLOYS / "verify.py"), "-y")
    assert pending.status != 0
    assert "not as the inventory says" in pending.err + pending.out


@pytest.mark.long
def test_quarantine_detaches_what_the_limit_names(shop: Shop) -> None:
    assert shop.magesaas("apply", "--yes").status == 0
    done = shop.pyinfra("--limit", "shop-staging", str(DEPLOYS / "quarantine.py"), "-y")
    assert done.status == 0, done.out + done.err
    assert paths.ENVIRONMENT_ID not in rows_of(shop.installations["staging"])
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION


def test_a_broken_inventory_is_one_clear_message(shop: Shop) -> None:
    shop.inventory.write_text("version: 1\ninstallations: [")
    broken = shop.pyinfra("debug-inventory")
    assert broken.status != 0
    assert "Traceback" not in broken.err


def test_quarantine_without_a_limit_is_refused_and_any_host_of_an_installation_names_it_whole(shop: Shop) -> None:
    assert shop.magesaas("apply", "--yes").status == 0
    everything = shop.pyinfra(str(DEPLOYS / "quarantine.py"), "-y")
    assert everything.status != 0
    assert "say --limit" in everything.said
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION
    before = shop.servers["web1"].sessions
    done = shop.pyinfra("--limit", "shop/web2", str(DEPLOYS / "quarantine.py"), "-y")
    assert done.status == 0, done.said
    assert paths.ENVIRONMENT_ID not in rows_of(shop.installations["web1"])
    assert shop.servers["web1"].sessions > before, "the caches of the host beyond the limit are cleaned as well"


def test_connect_works_on_what_the_limit_names_whatever_stands_beyond_it(shop: Shop) -> None:
    done = shop.pyinfra("--limit", "shop-staging", str(DEPLOYS / "connect.py"), "-y")
    assert done.status == 0, done.said
    assert rows_of(shop.installations["staging"])[paths.ENVIRONMENT_ID] == TESTING_1
    part = shop.pyinfra("--limit", "shop/web1", str(DEPLOYS / "connect.py"), "-y")
    assert part.status == 0, part.said
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION
    in_sync = shop.pyinfra("--limit", "shop/web2", "--limit", "stage:staging", str(DEPLOYS / "verify.py"), "-y")
    assert in_sync.status == 0, in_sync.said


def test_a_limit_that_names_nothing_is_refused(shop: Shop) -> None:
    idle = ("--limit", "shop-stagign", "--limit", "stage:stagin")
    refused = shop.pyinfra("--limit", "shop-dev", *idle, str(DEPLOYS / "verify.py"), "-y")
    assert refused.status != 0
    assert "--limit shop-stagign stage:stagin names no host and no group" in refused.said
    assert "did you mean shop-staging stage:staging?" in refused.said
    assert "Traceback" not in refused.said


def test_what_is_wrongly_on_production_is_detached_whatever_else_refuses(shop: Shop) -> None:
    assert shop.magesaas("apply", "--yes").status == 0
    copy_database(shop.installations["web1"], shop.installations["staging"])
    shop.registry.types[TESTING_1] = "Production"
    refused = shop.pyinfra(str(DEPLOYS / "connect.py"), "-y")
    assert refused.status != 0
    assert "registry-type-mismatch" in refused.said
    assert paths.ENVIRONMENT_ID not in rows_of(shop.installations["staging"])
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION


def test_the_fact_is_asked_for_on_the_command_line(shop: Shop) -> None:
    asked = shop.pyinfra("--limit", "shop-staging", "fact", "magesaas_ops.facts.Attachment")
    assert asked.status == 0, asked.said
    assert '"websites": [' in asked.said
    assert "Traceback" not in asked.said


def test_deploys_are_in_the_package_take_global_arguments_and_run_by_their_names(shop: Shop) -> None:
    deploy = shop.folder / "one_after_the_other.py"
    deploy.write_text("from magesaas_ops.deploys import connect\n\nconnect(_serial=True)\n")
    connected = shop.pyinfra(str(deploy), "-y")
    assert connected.status == 0, connected.said
    for name, id_ in (("web1", PRODUCTION), ("staging", TESTING_1)):
        assert rows_of(shop.installations[name])[paths.ENVIRONMENT_ID] == id_
    verified = shop.pyinfra("magesaas_ops.deploys.verify", "-y")
    assert verified.status == 0, verified.said
    write_rows(shop.installations["staging"], {paths.PROJECT_ID: "another"})
    differing = shop.pyinfra("magesaas_ops.deploys.verify", "-y")
    assert differing.status != 0
    assert "it differs from the inventory" in differing.said


def test_the_fact_tells_what_is_there(shop: Shop) -> None:
    deploy = shop.folder / "look.py"
    deploy.write_text(
        "from pyinfra import host\nfrom magesaas_ops.facts import Attachment\n"
        "print('SEEN', host.name, host.get_fact(Attachment).websites)\n"
    )
    looked = shop.pyinfra("--limit", "shop-staging", str(deploy), "-y")
    assert "SEEN shop-staging/stage ('base', 'eu_b2b')" in looked.out + looked.err
