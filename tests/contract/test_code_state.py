"""Packages, modules and setup state: Composer's three places, and the cheap look whether an upgrade is due."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest

from magesaas_ops.agent.protocol import new_nonce, upgrade_status_request
from tests.contract.under_test import MagentoUnderTest

CONNECTOR = "magento/services-connector"
EXPORTERS = {"magento/services-id": "*", "magento/saas-export": "*", "magento/payment-services": "*"}
Edit = Callable[[str], str]
LOCK = "composer.lock"
INSTALLED = "vendor/composer/installed.json"


def without(package: str) -> Edit:
    """Edits a lock or installed.json: takes a package out."""

    def edit(text: str) -> str:
        tree = json.loads(text)
        tree["packages"] = [entry for entry in tree["packages"] if entry["name"] != package]
        return json.dumps(tree)

    return edit


def at_version(package: str, version: str) -> Edit:
    def edit(text: str) -> str:
        tree = json.loads(text)
        for entry in tree["packages"]:
            if entry["name"] == package:
                entry["version"] = version
        return json.dumps(tree)

    return edit


def requiring(package: str) -> Edit:
    def edit(text: str) -> str:
        tree = json.loads(text)
        tree["require"][package] = "*"
        return json.dumps(tree)

    return edit


def with_development_packages(has: bool) -> Edit:
    def edit(text: str) -> str:
        return json.dumps({**json.loads(text), "dev": has})

    return edit


@pytest.mark.parametrize(
    ("file", "edit", "told"),
    [
        (LOCK, without(CONNECTOR), f"{CONNECTOR} .* is installed, but composer.lock does not have it"),
        (LOCK, at_version(CONNECTOR, "0.0.1"), f"{CONNECTOR} .* is installed, but composer.lock has 0.0.1"),
        (INSTALLED, without("magento/services-id"), "composer.lock has magento/services-id, but it is not installed"),
        (LOCK, lambda text: text[:1000], "composer.lock is missing or unreadable"),
    ],
)
def test_a_killed_composer_is_seen(magento: MagentoUnderTest, file: str, edit: Edit, told: str) -> None:
    with magento.edited(file, edit):
        problems = magento.observe().composer_problems
    assert any(re.fullmatch(told, problem) for problem in problems), problems


def test_a_requirement_that_is_not_locked_is_seen(magento: MagentoUnderTest) -> None:
    wanting = MagentoUnderTest(magento.name, magento.root, magento.run_as, packages={"magento/not-yet": "*"})
    with magento.edited("composer.json", requiring("magento/not-yet")):
        state = wanting.observe()
    assert state.composer_problems == ("composer.json requires magento/not-yet, but composer.lock does not have it",)
    assert state.packages["magento/not-yet"].required == "*"


def test_a_package_whose_folder_is_missing_is_seen(magento: MagentoUnderTest) -> None:
    tree = json.loads((magento.root / INSTALLED).read_text())
    path = next(entry["install-path"] for entry in tree["packages"] if entry["name"] == CONNECTOR)
    with magento.edited(INSTALLED, lambda text: text.replace(json.dumps(path)[1:-1], json.dumps(path + "-x")[1:-1])):
        problems = magento.observe().composer_problems
    assert any("folder is missing" in problem and CONNECTOR in problem for problem in problems), problems


def test_a_development_installation_is_told_from_one_without(magento: MagentoUnderTest) -> None:
    for has in (False, True):
        with magento.edited(INSTALLED, with_development_packages(has)):
            assert magento.observe().node.vendor.has_dev is has


def test_what_composer_1_left_behind_is_understood(magento: MagentoUnderTest) -> None:
    before = magento.observe()

    def as_composer_1_wrote_it(text: str) -> str:
        packages = json.loads(text)["packages"]
        return json.dumps([{key: part for key, part in one.items() if key != "install-path"} for one in packages])

    with magento.edited(INSTALLED, as_composer_1_wrote_it):
        after = magento.observe()
    assert (after.packages, after.modules) == (before.packages, before.modules)
    assert after.composer_problems == ()


@pytest.mark.parametrize("mode", ["production", "developer"])
def test_the_mode_may_come_from_a_variable(magento: MagentoUnderTest, mode: str) -> None:
    state = magento.observe(php=("env", f"MAGE_MODE={mode}", "php"))
    assert state.mode == mode
    assert bool(state.debts.static_content) <= (mode == "production")


@pytest.fixture
def exporters(magento: MagentoUnderTest) -> MagentoUnderTest:
    return MagentoUnderTest(magento.name, magento.root, magento.run_as, packages=EXPORTERS)


def test_an_older_setup_version_is_a_reason_for_an_upgrade(exporters: MagentoUnderTest) -> None:
    module = "Magento_ServicesConnector"
    row = exporters.sql("SELECT schema_version, data_version FROM {setup_module} WHERE module = ?", module)[0]
    exporters.sql("UPDATE {setup_module} SET data_version = '0.0.1' WHERE module = ?", module)
    try:
        reasons = exporters.observe().debts.upgrade
    finally:
        exporters.sql("UPDATE {setup_module} SET data_version = ? WHERE module = ?", row["data_version"], module)
    assert reasons == (f"{module} is at 0.0.1 in the database and at {row['data_version']} in code",)
    assert exporters.observe().debts.upgrade == ()


def test_a_patch_that_is_not_applied_is_a_reason_for_an_upgrade(exporters: MagentoUnderTest) -> None:
    modules = exporters.observe().modules.enabled
    names = [row["patch_name"] for row in exporters.sql("SELECT patch_name FROM {patch_list}")]
    ours = [name for name in names if name.split("\\Setup\\")[0].replace("\\", "_") in modules]
    assert ours, "no module of the closure has a patch"
    exporters.sql("DELETE FROM {patch_list} WHERE patch_name = ?", ours[0])
    try:
        reasons = exporters.observe().debts.upgrade
        honest = exporters.ask(upgrade_status_request(str(exporters.root), EXPORTERS, new_nonce())).upgrade_reasons
    finally:
        exporters.sql("INSERT INTO {patch_list} (patch_name) VALUES (?)", ours[0])
    assert reasons == (f"patch {ours[0]} is not applied",)
    assert set(reasons) < set(honest)


def test_a_missing_table_is_a_reason_for_an_upgrade(exporters: MagentoUnderTest) -> None:
    table = next(iter(_declared_tables(exporters)))
    exporters.sql(f"ALTER TABLE {{{table}}} RENAME TO {{{table}_away}}")
    try:
        reasons = exporters.observe().debts.upgrade
    finally:
        exporters.sql(f"ALTER TABLE {{{table}_away}} RENAME TO {{{table}}}")
    assert len(reasons) == 1
    assert table in reasons[0]


def test_nothing_is_due_after_an_upgrade_also_by_magentos_own_validators(exporters: MagentoUnderTest) -> None:
    answer = exporters.ask(upgrade_status_request(str(exporters.root), EXPORTERS, new_nonce()))
    assert answer.upgrade_reasons == ()
    assert answer.observation is None


def _declared_tables(magento: MagentoUnderTest) -> Iterator[str]:
    modules = {module.replace("Magento_", "") for module in magento.observe().modules.enabled}
    for file in (magento.root / "vendor/magento").glob("*/etc/db_schema.xml"):
        module = re.search(r'<module name="Magento_(\w+)"', (file.parent / "module.xml").read_text())
        if module and module[1] in modules:
            yield from re.findall(r'<table name="(\w+)"', file.read_text())
