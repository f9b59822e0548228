"""The local Composer repository: real Composer, offline, with the conflicts and failures of contract §§5 and 6."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from magesaas_ops.sandbox import SandboxInstallation, packages, write_composer_repository
from tests.sandbox.conftest import Install, composer, magento, ran

WANTED = ("magento/data-services:*", "magento/saas-export:*")
COMPOSER_SECONDS = 10.0


def installed(shop: SandboxInstallation) -> dict[str, str]:
    tree = json.loads((shop.root / "vendor/composer/installed.json").read_text())
    return {package["name"]: package["version"] for package in tree["packages"]}


def test_writing_the_repository_twice_gives_equal_files(tmp_path: Path):
    once, twice = (
        {file.name: file.read_bytes() for file in write_composer_repository(tmp_path).rglob("*.zip")} for _ in range(2)
    )
    assert once == twice
    assert len(once) > 30


def test_the_released_lock_file_stands_in_the_way_of_a_plain_require(plain_shop):
    before = (plain_shop.root / "composer.lock").read_bytes()
    done = composer(plain_shop, "require", *WANTED)
    assert done.returncode == 2
    assert "module-saas-common" in done.stderr
    assert "reverting ./composer.json and ./composer.lock to their original content" in done.stderr
    assert (plain_shop.root / "composer.lock").read_bytes() == before


def test_with_all_dependencies_nine_modules_come_and_the_connector_is_upgraded(plain_shop):
    before = installed(plain_shop)
    began = time.monotonic()
    done = composer(plain_shop, "require", *WANTED, "--update-with-all-dependencies", "--update-no-dev")
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began < COMPOSER_SECONDS
    after = installed(plain_shop)
    folders = {name for name in after.keys() - before.keys() if (plain_shop.root / "vendor" / name).is_dir()}
    assert len(folders) == 9
    assert (before["magento/services-connector"], after["magento/services-connector"]) == ("1.3.5", "1.3.8")
    assert after["magento/services-id"] == "3.2.5"


def test_a_newer_product_lets_services_id_rise(install: Install):
    shop = install(with_modules=False, generation="3.3.4")
    composer(shop, "require", *WANTED, "--update-with-all-dependencies", "--update-no-dev")
    assert installed(shop)["magento/services-id"] == "3.3.4"


@pytest.mark.parametrize(
    ("generation", "connector", "services_id"),
    [("old", "1.0.7", "2.0.3"), ("1.3.8/3.2.5", "1.3.8", "3.2.5"), ("3.3.4", "1.3.8", "3.3.4")],
)
def test_an_installation_has_the_modules_of_its_generation(install: Install, generation, connector, services_id):
    shop = install(generation=generation)
    found = installed(shop)
    assert (found["magento/services-connector"], found["magento/services-id"]) == (connector, services_id)
    assert composer(shop, "validate", "--no-check-publish").returncode == 0


def test_requiring_without_no_dev_brings_the_dev_packages(plain_shop):
    assert packages.DEV_PACKAGE not in installed(plain_shop)
    composer(plain_shop, "require", *WANTED, "-W")
    assert packages.DEV_PACKAGE in installed(plain_shop)


def test_versions_can_be_compared_as_composer_does_it(shop):
    code = "require 'app/bootstrap.php'; var_dump(Composer\\Semver\\Semver::satisfies('8.1.0', '^8.0'));"
    assert ran(["php", "-r", code], shop).stdout == "bool(true)\n"


def test_metapackages_have_no_folder(shop):
    assert not (shop.root / "vendor/magento/data-services").exists()
    assert (shop.root / "vendor/magento/module-data-services/registration.php").is_file()


@pytest.mark.parametrize(
    ("version", "status", "message"),
    [
        (packages.UNRESOLVABLE_VERSION, 2, "magento/module-nowhere"),
        (packages.CORRUPT_VERSION, 1, "The checksum verification"),
    ],
)
def test_a_broken_version_makes_composer_fail(plain_shop, version, status, message):
    done = composer(plain_shop, "require", f"magento/data-services:{version}", "-W", "--update-no-dev")
    assert done.returncode == status, done.stderr
    assert message in done.stderr


def test_a_version_with_a_failing_patch_installs_and_does_not_upgrade(plain_shop):
    version = packages.FAILING_PATCH_VERSION
    assert composer(plain_shop, "require", f"magento/data-services:{version}", "-W", "--update-no-dev").returncode == 0
    done = magento(plain_shop, "setup:upgrade")
    assert done.returncode == 1
    assert "This preview cannot be applied." in done.stdout


def test_an_unknown_package_fails_and_changes_nothing(plain_shop):
    before = (plain_shop.root / "composer.json").read_bytes()
    done = composer(plain_shop, "require", "magento/module-nowhere")
    assert done.returncode == 1
    assert "Could not find a matching version of package magento/module-nowhere" in done.stderr
    assert (plain_shop.root / "composer.json").read_bytes() == before
