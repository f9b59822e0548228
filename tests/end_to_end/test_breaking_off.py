"""Work on the code that broke off: the plan says what is owed, and the next apply pays it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from magesaas_ops.model import host_state as paths
from magesaas_ops.sandbox import SandboxInstallation, rows_of
from tests.end_to_end.conftest import PRODUCTION, Shop

if TYPE_CHECKING:
    from pathlib import Path

STAGE = "    stage: production\n"
KILLED = {
    "once the lock file is written": "",
    "while it replaces a package": "rm -r vendor/magento/module-store",
}

CASES = [
    pytest.param(then, id=name, marks=[pytest.mark.long] if name == "once the lock file is written" else [])
    for name, then in KILLED.items()
]


def composer_that_is_killed(folder: Path, then: str) -> Path:
    """A Composer that dies once it has written composer.json and composer.lock, and done something else."""
    program = folder / "composer-that-is-killed"
    program.write_text(f"""#!/bin/sh
verb=$1 root=${{2#--working-dir=}}
shift
composer "$verb" --no-install "$@" || exit 1
cd "$root" && {then or ":"}
kill -9 $$
""")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("then", CASES)
def test_a_composer_that_was_killed_is_brought_to_its_end(shop: Shop, tmp_path: Path, then: str) -> None:
    killed = f"    composer: {composer_that_is_killed(tmp_path, then)}\n"
    shop.edit(STAGE, STAGE + killed)
    broken = shop.magesaas("apply", "--yes", "--limit", "shop", "-f", "json").installation("shop")
    assert (broken["outcome"], broken["failed_step"].split(":")[0]) == ("failed", "packages")
    assert "maintenance mode on at web1 (ours, owed: packages, upgrade, flush)" in broken["state"]
    shop.edit(killed, "")
    planned = shop.magesaas("plan", "--limit", "shop", "--detailed-exitcode", "-f", "json")
    assert planned.status == 4, planned.out
    plan = planned.installation("shop")
    assert [step["item"] for step in plan["steps"]][:5] == [
        "composer install",
        "modules of the packages",
        "setup:upgrade",
        "all caches",
        "off",
    ]
    repaired = {finding["rule"] for finding in plan["findings"] if finding["repaired"]}
    assert {"composer-state-broken", "left-in-maintenance"} <= repaired
    applied = shop.magesaas("apply", "--yes", "--limit", "shop", "-f", "json")
    assert applied.status == 0, applied.out + applied.err
    assert "packages: composer install --working-dir=" in " ".join(applied.installation("shop")["done"])
    for node in ("web1", "web2"):
        assert not (shop.installations[node].root / "var/.maintenance.flag").exists()
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION


def test_a_composer_of_somebody_else_is_not_finished_for_them(shop: Shop) -> None:
    (shop.installations["web2"].root / "vendor/autoload.php").unlink()
    planned = shop.magesaas("plan", "--limit", "shop", "-f", "json")
    assert planned.status == 5, planned.out
    (finding,) = planned.installation("shop")["findings"]
    assert finding["rule"] == "composer-state-broken"
    assert "On web2: " in finding["detail"]
    assert "with: composer install --no-dev --working-dir=" in finding["detail"]


def test_a_shop_is_brought_out_of_maintenance_although_its_attachment_is_refused(shop: Shop) -> None:
    upgrade = next((shop.installations["web1"].root / "setup").rglob("Upgrade.php"))
    working = upgrade.read_text()
    upgrade.write_text("<?php throw new RuntimeException('the search engine is away');")
    assert shop.magesaas("apply", "--yes", "--limit", "shop").status == 1
    upgrade.write_text(working)
    shop.edit(
        "websites: [base, eu_b2b]\n    saas_environment: acme/storefront/production",
        "websites: [base]\n    saas_environment: acme/storefront/production",
    )
    applied = shop.magesaas("apply", "--yes", "--limit", "shop", "-f", "json", MAGESAAS_REGISTRY="http://127.0.0.1:9/")
    assert applied.status == 5, applied.out + applied.err
    refused = applied.installation("shop")
    assert refused["outcome"] == "refused"
    assert [done.split(":")[0] for done in refused["done"]] == ["maintenance-on", "upgrade", "flush", "maintenance-off"]
    assert refused["state"] == "attached to nothing; maintenance mode off"
    for node in ("web1", "web2"):
        assert not (shop.installations[node].root / "var/.maintenance.flag").exists()
    assert paths.ENVIRONMENT_ID not in rows_of(shop.installations["web1"])


def test_a_compilation_that_visitors_disturb_is_run_again_but_not_for_ever(shop: Shop) -> None:
    dev = production_mode(shop)
    (dev.root / "generated/code/Magento").mkdir(parents=True)
    (dev.root / "var/.visitors-while-compiling").write_text("4")
    failed = shop.magesaas("apply", "--yes", "--limit", "shop-dev", "-f", "json")
    assert failed.status == 1, failed.out + failed.err
    broken = failed.installation("shop-dev")
    assert broken["failed_step"].startswith("compile: ")
    assert "Tried 4 times: a visitor's request generated code while the compiler deleted it." in broken["output"]
    assert "Keep visitors away from PHP" in broken["hint"]
    assert "maintenance mode on at @local (ours, owed: compile, static-content, flush)" in broken["state"]
    assert (dev.root / "var/.visitors-while-compiling").read_text() == "0"
    (dev.root / "var/.visitors-while-compiling").write_text("3")
    applied = shop.magesaas("apply", "--yes", "--limit", "shop-dev", "-f", "json")
    assert applied.status == 0, applied.out + applied.err
    (compiled,) = [done for done in applied.installation("shop-dev")["done"] if done.startswith("compile: ")]
    assert compiled.endswith("(4 times at @local: a visitor's request generated code while the compiler deleted it)")


def production_mode(shop: Shop) -> SandboxInstallation:
    """The development installation, attached to a testing SaaS environment and to be compiled."""
    dev = shop.installations["dev"]
    env = dev.root / "app/etc/env.php"
    env.write_text(env.read_text().replace("'MAGE_MODE' => 'default'", "'MAGE_MODE' => 'production'"))
    shop.edit("saas_environment: none", "saas_environment: acme/storefront/testing-2")
    return dev
