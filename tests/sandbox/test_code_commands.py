"""bin/magento on code: modules, upgrade, compile, static files, maintenance (contract §5)."""

from __future__ import annotations

import re

from magesaas_ops.sandbox import SandboxInstallation, decrypted, rows_of
from tests.sandbox.conftest import Install, composer, magento
from tests.sandbox.test_values import API_KEY, IDS, KEYS, PROJECT_ID

NEW_MODULES = [
    "Magento_CatalogDataExporter",
    "Magento_DataServices",
    "Magento_ParentProductDataExporter",
    "Magento_ProductPriceDataExporter",
    "Magento_SaaSCatalog",
    "Magento_SaaSCategory",
    "Magento_SaaSPrice",
    "Magento_SaaSScopes",
    "Magento_ScopesDataExporter",
]


def with_packages(shop: SandboxInstallation) -> SandboxInstallation:
    required = ["magento/data-services:*", "magento/saas-export:*", "-W", "--update-no-dev"]
    done = composer(shop, "require", *required)
    assert done.returncode == 0, done.stderr
    return shop


def switches(shop: SandboxInstallation) -> dict[str, int]:
    found = re.findall(r"'(\w+)' => ([01])", (shop.root / "app/etc/config.php").read_text())
    return {name: int(switch) for name, switch in found}


def test_old_modules_let_anything_be_set_in_clear(install: Install):
    shop = install(generation="old")
    for path in (API_KEY, PROJECT_ID, IDS + "project_name", IDS + "environment"):
        assert magento(shop, "config:set", path, "text").returncode == 0
        assert rows_of(shop)[path] == "text"
    assert magento(shop, "config:set", KEYS + "production_private_key", "text").returncode == 1


def test_an_unknown_module_is_told_and_forgiven_by_module_status(shop):
    done = magento(shop, "module:status", "Magento_Store", "Magento_Nope")
    said = "Magento_Store : Module is enabled\nMagento_Nope : Module does not exist\n"
    assert (done.returncode, done.stdout) == (0, said)


def test_after_composer_the_new_modules_are_unknown(plain_shop):
    with_packages(plain_shop)
    done = magento(plain_shop, "module:config:status")
    assert done.returncode == 1
    assert "is outdated. Run 'setup:upgrade' to fix it." in done.stdout
    assert set(NEW_MODULES) & set(switches(plain_shop)) == set()


def test_module_enable_writes_other_unknown_modules_as_zero_and_checks_no_dependency(plain_shop):
    with_packages(plain_shop)
    (plain_shop.root / "generated/code").mkdir()
    done = magento(plain_shop, "module:enable", "Magento_SaaSCatalog")
    assert done.returncode == 0, done.stderr
    new = {name: switch for name, switch in switches(plain_shop).items() if name in NEW_MODULES}
    assert new == {name: int(name == "Magento_SaaSCatalog") for name in NEW_MODULES}
    assert not (plain_shop.root / "generated/code").exists()
    magento(plain_shop, "setup:upgrade")
    assert switches(plain_shop)["Magento_CatalogDataExporter"] == 0


def test_module_enable_of_enabled_and_of_unknown_modules(shop):
    enabled = magento(shop, "module:enable", "Magento_Store")
    assert (enabled.returncode, enabled.stdout) == (0, "No modules were changed.\n")
    unknown = magento(shop, "module:enable", "X")
    assert (unknown.returncode, unknown.stdout) == (1, "Unknown module(s): 'X'\n")


def test_module_disable_does_check_dependencies(shop):
    done = magento(shop, "module:disable", "Magento_CatalogDataExporter")
    assert done.returncode == 1
    assert "Magento_SaaSCatalog: Magento_SaaSCatalog->Magento_CatalogDataExporter\n" in done.stdout


def test_keeping_generated_right_after_composer_fails_once(plain_shop):
    with_packages(plain_shop)
    first, second = (magento(plain_shop, "setup:upgrade", "--keep-generated") for _ in range(2))
    assert (first.returncode, second.returncode) == (1, 0)
    assert "InvalidateDataExporterIndex" in first.stdout
    assert "Missing required argument $invalidationEvents" in first.stdout


def test_enabling_before_upgrading_works_with_generated_kept(plain_shop):
    with_packages(plain_shop)
    assert magento(plain_shop, "module:enable", *NEW_MODULES).returncode == 0
    assert magento(plain_shop, "setup:upgrade", "--keep-generated").returncode == 0
    assert magento(plain_shop, "module:config:status").returncode == 0


def test_a_plain_upgrade_wipes_generated_and_static_files(install: Install):
    shop = install(mode="production")
    assert magento(shop, "setup:di:compile").returncode == 0
    assert (shop.root / "generated/metadata/global.php").exists()
    assert magento(shop, "setup:upgrade").returncode == 0
    assert not (shop.root / "generated/metadata/global.php").exists()
    assert not (shop.root / "pub/static/deployed_version.txt").exists()
    assert magento(shop, "setup:static-content:deploy", "en_US").returncode == 0
    assert (shop.root / "pub/static/deployed_version.txt").exists()


def test_stale_compiled_code_makes_the_upgrade_fail(install: Install):
    shop = install(mode="production", with_modules=False)
    magento(shop, "setup:di:compile")
    with_packages(shop)
    for line in NEW_MODULES:
        config = shop.root / "app/etc/config.php"
        config.write_text(config.read_text().replace("'modules' => [", f"'modules' => ['{line}' => 1,"))
    done = magento(shop, "setup:upgrade", "--keep-generated")
    assert done.returncode == 1
    assert "Missing required argument $invalidationEvents" in done.stdout


def test_the_search_engine_is_missed_after_the_modules_were_written(plain_shop):
    with_packages(plain_shop)
    (plain_shop.root / "var/.search-engine-down").touch()
    done = magento(plain_shop, "setup:upgrade")
    assert done.returncode == 1
    assert "No alive nodes found in your cluster" in done.stdout
    assert switches(plain_shop)["Magento_SaaSCatalog"] == 1


def test_the_schema_is_never_up_to_date_but_patches_and_versions_are_after_an_upgrade(plain_shop):
    with_packages(plain_shop)
    magento(plain_shop, "module:enable", *NEW_MODULES)
    before = magento(plain_shop, "setup:db:status")
    magento(plain_shop, "setup:upgrade")
    after = magento(plain_shop, "setup:db:status")
    assert (before.returncode, after.returncode) == (2, 2)
    assert before.stdout.startswith("Declarative Schema is not up to date\nSchema patches are not up to date\n")
    assert "Magento_ServicesConnector     schema:       1.0.0  ->  1.1.0      \n" in before.stdout
    assert after.stdout.startswith("Declarative Schema is not up to date\nRun 'setup:upgrade'")


def test_upgrading_the_connector_copies_effective_keys_into_rows(plain_shop):
    magento(plain_shop, "config:set", "--lock-env", API_KEY, "from-a-file")
    assert API_KEY not in rows_of(plain_shop)
    with_packages(plain_shop)
    assert magento(plain_shop, "setup:upgrade").returncode == 0
    assert decrypted(plain_shop, str(rows_of(plain_shop)[API_KEY])) == "from-a-file"


def test_maintenance_is_a_flag_whose_status_is_told_in_words_only(shop):
    said = [
        magento(shop, f"maintenance:{verb}") for verb in ("status", "enable", "enable", "status", "disable", "disable")
    ]
    assert [done.returncode for done in said] == [0] * 6
    assert "maintenance mode is not active" in said[0].stdout
    assert "maintenance mode is active" in said[3].stdout
    assert not (shop.root / "var/.maintenance.flag").exists()


def test_without_env_php_only_module_commands_are_left(shop):
    (shop.root / "app/etc/env.php").unlink()
    missing = magento(shop, "config:show")
    assert missing.returncode == 1
    assert 'There are no commands defined in the "config" namespace.' in missing.stderr
    assert magento(shop, "module:status").returncode == 0
    status = magento(shop, "setup:db:status")
    assert status.returncode == 1
    assert "the Magento application is not installed" in status.stdout


def test_without_config_php_no_module_is_enabled(shop):
    (shop.root / "app/etc/config.php").unlink()
    assert "List of enabled modules:\nNone\n" in magento(shop, "module:status").stdout
    assert "Can't find the modules configuration" in magento(shop, "module:config:status").stdout


def test_a_compilation_that_a_visitor_disturbs_fails_and_the_next_one_is_whole(install: Install):
    shop = install(mode="production")
    (shop.root / "generated/code/Magento").mkdir(parents=True)
    (shop.root / "var/.visitors-while-compiling").write_text("1")
    done = magento(shop, "setup:di:compile")
    folder = shop.root / "generated/code/Magento"
    told = f'The directory "{folder}" cannot be deleted Warning!rmdir({folder}): Directory not empty'
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == told
    assert not (shop.root / "generated/metadata").exists()
    assert magento(shop, "setup:di:compile").returncode == 0
    assert (shop.root / "generated/metadata/global.php").exists()
