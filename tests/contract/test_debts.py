"""What earlier work on the code still owes, told from what is on the node; and a vendor folder that is not whole."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.errors import NodeRefusal
from magesaas_ops.model.host_state import Debts
from magesaas_ops.sandbox import create_installation
from tests.contract.under_test import MagentoUnderTest

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULE = "Magento_DataServices"
PACKAGES = {"magento/data-services": "*"}
LOCALE = "pub/static/frontend/Magento/luma/en_US"


@contextlib.contextmanager
def gone(file: Path) -> Iterator[None]:
    """Take a file or folder away for a while."""
    aside = file.with_name(file.name + ".aside")
    file.rename(aside)
    try:
        yield
    finally:
        if aside.exists():
            aside.rename(file)


def files_that_bootstrap_requires(magento: MagentoUnderTest) -> list[Path]:
    vendor = magento.root / "vendor"
    text = (vendor / "composer/autoload_files.php").read_text()
    return [
        vendor / line.split("'")[3].lstrip("/")
        for line in text.splitlines()
        if "$vendorDir . '" in line and "registration.php" in line
    ]


def test_a_file_that_bootstrap_requires_is_named_before_magento_dies_of_it(magento: MagentoUnderTest) -> None:
    file = files_that_bootstrap_requires(magento)[0]
    with gone(file), pytest.raises(NodeRefusal) as caught:
        magento.observe()
    assert caught.value.code == "vendor-broken"
    assert caught.value.node.vendor.missing == (str(file.relative_to(magento.root)),)
    assert str(file.relative_to(magento.root)) in caught.value.message
    assert "composer install" in caught.value.hint
    assert caught.value.node.root.path == str(magento.root.resolve())


def test_without_a_lock_file_the_repair_is_another(magento: MagentoUnderTest) -> None:
    file = files_that_bootstrap_requires(magento)[0]
    with gone(file), gone(magento.root / "composer.lock"), pytest.raises(NodeRefusal) as caught:
        magento.observe()
    assert not caught.value.node.vendor.has_lock
    assert caught.value.hint.startswith("Put composer.lock back first")


def test_a_repair_runs_where_magento_cannot_start(magento: MagentoUnderTest) -> None:
    file = files_that_bootstrap_requires(magento)[0]
    with gone(file):
        magento.maintenance_on()
        aside = file.with_name(file.name + ".aside")
        answer = magento.run("mv", str(aside), str(file), task="packages")
        assert answer.command is not None
        assert answer.command.succeeded
        magento.maintenance_off()
    assert magento.observe().node.vendor.missing == ()


def test_a_patch_that_is_not_applied_is_owed_by_its_module(magento: MagentoUnderTest) -> None:
    before = magento.observe()
    applied = magento.sql("SELECT patch_name FROM {patch_list}")
    row = next(row["patch_name"] for row in applied if not row["patch_name"].startswith("Magento\\Services"))
    magento.sql("DELETE FROM {patch_list} WHERE patch_name = ?", row)
    try:
        after = magento.observe()
    finally:
        magento.sql("INSERT INTO {patch_list} (patch_name) VALUES (?)", row)
    assert before.debts.upgrade == before.debts.upgrade_elsewhere == ()
    assert (after.debts.upgrade, len(after.debts.upgrade_elsewhere)) == ((), 1)
    assert row.lstrip("\\") in after.debts.upgrade_elsewhere[0]
    assert after.digest != before.digest


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory, composer_repository: Path) -> MagentoUnderTest:
    """A sandbox in production mode that owes nothing."""
    root = tmp_path_factory.mktemp("production") / "shop"
    create_installation(root, mode="production", composer_repository=composer_repository)
    magento = MagentoUnderTest("production", root, packages=PACKAGES)
    magento.magento_says("setup:di:compile")
    magento.magento_says("setup:static-content:deploy")
    return magento


def test_whole_code_owes_nothing(production: MagentoUnderTest) -> None:
    assert production.observe().debts == Debts()


@pytest.mark.parametrize("name", ["global", "frontend", "webapi_soap", "interception"])
def test_a_compile_that_was_broken_off_is_owed(production: MagentoUnderTest, name: str) -> None:
    with gone(production.root / f"generated/metadata/{name}.php"):
        debts = production.observe().debts
    assert debts.compile == (f"generated/metadata/{name}.php is missing",)
    assert production.observe().debts == Debts()


def test_compiled_code_that_is_of_no_use_goes_before_an_upgrade(production: MagentoUnderTest) -> None:
    generated = production.root / "generated"
    (generated / "code/Magento/Proxy.php").write_text("<?php\n")
    production.maintenance_on()
    production.run("true")
    assert (generated / "metadata/global.php").exists()
    production.run("true", fresh_generated=True)
    assert not [file for file in generated.rglob("*") if file.is_file()]
    production.maintenance_off()
    assert production.observe().debts.compile == ("generated/metadata/global.php is missing",)
    production.magento_says("setup:di:compile")
    assert production.observe().debts == Debts()


def test_a_class_that_the_compiled_code_does_not_know_is_owed(production: MagentoUnderTest) -> None:
    added = production.root / "vendor/magento/module-data-services/Model/Added.php"
    added.parent.mkdir(exist_ok=True)
    added.write_text("<?php\nnamespace Magento\\DataServices\\Model;\n\nfinal class Added\n{\n}\n")
    try:
        assert production.observe().debts.compile == (
            "the compiled code does not know Magento\\DataServices\\Model\\Added",
        )
    finally:
        added.unlink()


def test_a_changed_constructor_is_looked_for_when_composer_came_after_the_compile(production: MagentoUnderTest) -> None:
    file = production.root / "vendor/magento/module-data-services/Setup/Patch/Data/RegisterCategories.php"
    text = file.read_text()
    installed = production.root / "vendor/composer/installed.php"
    compiled = (production.root / "generated/metadata/global.php").stat().st_mtime
    file.write_text(text.replace("\n{\n", "\n{\n    public function __construct($added) {}\n", 1))
    try:
        os.utime(installed, (compiled - 10, compiled - 10))
        assert production.observe().debts.compile == ()
        os.utime(installed, (compiled + 10, compiled + 10))
        (reason,) = production.observe().debts.compile
        assert "RegisterCategories with other arguments" in reason
    finally:
        file.write_text(text)
        os.utime(installed, (compiled - 10, compiled - 10))


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("pub/static/deployed_version.txt", "deployed_version.txt is missing"),
        (f"{LOCALE}/{MODULE}", f"{LOCALE} has no files of {MODULE}"),
    ],
)
def test_static_content_that_is_missing_is_owed(production: MagentoUnderTest, missing: str, told: str) -> None:
    with gone(production.root / missing):
        (reason,) = production.observe().debts.static_content
    assert told in reason


def test_a_requirejs_configuration_that_does_not_name_a_module_is_owed(production: MagentoUnderTest) -> None:
    """Deploying alone does not mend it: the old file is kept."""
    file = production.root / LOCALE / "requirejs-config.js"
    text = file.read_text()
    assert MODULE in text
    file.write_text(text.replace(MODULE, "Other_Module"))
    production.magento_says("setup:static-content:deploy")
    assert production.observe().debts.static_content == (f"requirejs-config.js in {LOCALE} does not name {MODULE}",)
    production.maintenance_on()
    deploy = ("php", f"{production.root}/bin/magento", "setup:static-content:deploy")
    production.run(*deploy, task="static-content", fresh_requirejs=True)
    production.maintenance_off()
    assert production.observe().debts == Debts()
    assert file.read_text() == text
