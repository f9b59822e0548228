"""For a pyinfra user who never saw our command line: inventory, fact and deploys, through pyinfra's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from magesaas_ops.model import host_state as paths
from magesaas_ops.sandbox import rows_of
from tests.end_to_end.conftest import PRODUCTION, TESTING_1, Command, Shop

DEPLOYS = Path(__file__).parents[2] / "deploys"


def pyinfra(shop: Shop, *arguments: str) -> Command:
    done = subprocess.run(
        [sys.executable, "-m", "pyinfra", f"@magesaas/{shop.inventory}", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **shop.environment},
        cwd=shop.folder,
        timeout=300,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Command(done.returncode, done.stdout, done.stderr)


def test_connect_attaches_everything_and_the_second_run_changes_nothing(shop: Shop) -> None:
    first = pyinfra(shop, str(DEPLOYS / "connect.py"), "-y")
    assert first.status == 0, first.out + first.err
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION
    assert rows_of(shop.installations["staging"])[paths.ENVIRONMENT_ID] == TESTING_1

    before = {name: server.sessions for name, server in shop.servers.items()}
    verified = pyinfra(shop, str(DEPLOYS / "verify.py"), "-y")
    assert verified.status == 0, verified.out + verified.err
    again = pyinfra(shop, str(DEPLOYS / "connect.py"), "-y")
    assert again.status == 0, again.out + again.err
    assert "No changes" in again.err
    assert {name: server.sessions - before[name] for name, server in shop.servers.items()} == dict.fromkeys(before, 2)


def test_a_dry_run_shows_the_steps_and_writes_nothing(shop: Shop) -> None:
    dry = pyinfra(shop, str(DEPLOYS / "connect.py"), "--dry")
    assert dry.status == 0, dry.out + dry.err
    assert "environment_id: it is not set" in dry.err
    assert paths.ENVIRONMENT_ID not in rows_of(shop.installations["staging"])


def test_one_refusal_stops_the_run_before_anything_is_changed_anywhere(shop: Shop) -> None:
    shop.registry.types[TESTING_1] = "Production"
    refused = pyinfra(shop, str(DEPLOYS / "connect.py"), "-y")
    assert refused.status != 0
    assert "registry-type-mismatch" in refused.err + refused.out
    for installation in shop.installations.values():
        assert paths.ENVIRONMENT_ID not in rows_of(installation)


def test_verify_fails_as_long_as_something_is_pending(shop: Shop) -> None:
    pending = pyinfra(shop, str(DEPLOYS / "verify.py"), "-y")
    assert pending.status != 0
    assert "not as the inventory says" in pending.err + pending.out


def test_quarantine_detaches_what_the_limit_names(shop: Shop) -> None:
    assert shop.magesaas("apply", "--yes").status == 0
    done = pyinfra(shop, "--limit", "shop-staging", str(DEPLOYS / "quarantine.py"), "-y")
    assert done.status == 0, done.out + done.err
    assert paths.ENVIRONMENT_ID not in rows_of(shop.installations["staging"])
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION


def test_a_broken_inventory_is_one_clear_message(shop: Shop) -> None:
    shop.inventory.write_text("version: 1\ninstallations: [")
    broken = pyinfra(shop, "debug-inventory")
    assert broken.status != 0
    assert "Traceback" not in broken.err


def test_the_fact_tells_what_is_there(shop: Shop) -> None:
    deploy = shop.folder / "look.py"
    deploy.write_text(
        "from pyinfra import host\nfrom magesaas_ops.facts import Attachment\n"
        "print('SEEN', host.name, host.get_fact(Attachment).websites)\n"
    )
    looked = pyinfra(shop, "--limit", "shop-staging", str(deploy), "-y")
    assert "SEEN shop-staging/stage ('base', 'eu_b2b')" in looked.out + looked.err
