"""bin/magento: the messages and exit statuses of contract §§3, 5 and 6."""

from __future__ import annotations

import re

import pytest

from magesaas_ops.sandbox import SandboxInstallation, decrypted, rows_of
from tests.sandbox.conftest import Install, composer, effective, magento
from tests.sandbox.test_values import API_KEY, CHOSEN, EGPCS, IDS, KEYS, PROJECT_ID, VARIABLE, put_into

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
LOCKED = "The value you set has already been locked. To change the value, use the --lock-env option."
CLOSED = (
    "This command is unavailable right now. To continue working with it please run app:config:import or"
    " setup:upgrade command before."
)


def with_packages(shop: SandboxInstallation) -> SandboxInstallation:
    required = ["magento/data-services:*", "magento/saas-export:*", "-W", "--update-no-dev"]
    done = composer(shop, "require", *required)
    assert done.returncode == 0, done.stderr
    return shop


def switches(shop: SandboxInstallation) -> dict[str, int]:
    found = re.findall(r"'(\w+)' => ([01])", (shop.root / "app/etc/config.php").read_text())
    return {name: int(switch) for name, switch in found}


def test_the_version_is_the_products(plain_shop):
    assert magento(plain_shop, "--version").stdout == "Magento CLI 2.4.7-p1\n"


def test_every_command_dies_without_a_lock_file_and_a_cold_cache(shop):
    magento(shop, "cache:flush")
    (shop.root / "composer.lock").unlink()
    done = magento(shop, "--version")
    assert done.returncode == 1
    assert "No lockfile found. Unable to read locked packages" in done.stderr


def test_config_set_encrypts_a_key_anew_each_time(shop):
    stored = []
    for _ in range(2):
        done = magento(shop, "config:set", API_KEY, "a-key")
        assert (done.returncode, done.stdout) == (0, "Value was saved.\n")
        stored.append(rows_of(shop)[API_KEY])
    assert stored[0] != stored[1]
    assert {decrypted(shop, str(text)) for text in stored} == {"a-key"}
    assert magento(shop, "config:show", API_KEY).stdout == "a-key\n"


def test_config_set_of_asterisks_stores_nothing(shop):
    done = magento(shop, "config:set", API_KEY, "******")
    assert (done.returncode, done.stdout, API_KEY in rows_of(shop)) == (0, "Value was saved.\n", False)


def test_config_set_of_nothing_stores_null(shop):
    magento(shop, "config:set", KEYS + "sandbox_api_key", "")
    assert rows_of(shop)[KEYS + "sandbox_api_key"] is None


@pytest.mark.parametrize("path", [IDS + "project_name", IDS + "environment", CHOSEN, "no/such/path"])
def test_config_set_refuses_paths_that_are_no_field(shop, path):
    done = magento(shop, "config:set", path, "x")
    assert (done.returncode, done.stdout) == (1, f'The "{path}" path doesn\'t exist. Verify and try again.\n')


def test_config_set_knows_the_project_only_where_the_console_commands_are(plain_shop):
    assert magento(plain_shop, "config:set", PROJECT_ID, "x").returncode == 1


def test_config_set_of_a_project_wants_keys_first(shop):
    done = magento(shop, "config:set", PROJECT_ID, "x")
    assert (done.returncode, done.stdout) == (1, "Commerce Services API Key is not set\n")


def test_old_modules_let_anything_be_set_in_clear(install: Install):
    shop = install(generation="old")
    for path in (API_KEY, PROJECT_ID, IDS + "project_name", IDS + "environment"):
        assert magento(shop, "config:set", path, "text").returncode == 0
        assert rows_of(shop)[path] == "text"
    assert magento(shop, "config:set", KEYS + "production_private_key", "text").returncode == 1


def test_a_key_that_looks_like_an_option_is_printed_to_stderr(shop):
    done = magento(shop, "config:set", KEYS + "production_private_key", "-----BEGIN PRIVATE KEY-----")
    assert done.returncode == 1
    assert 'The "-----BEGIN PRIVATE KEY-----" option does not exist.' in done.stderr


def test_a_key_behind_two_dashes_is_stored_with_its_lines(shop):
    path = KEYS + "production_private_key"
    assert magento(shop, "config:set", "--", path, "-----BEGIN\nbody\n").returncode == 0
    assert decrypted(shop, str(rows_of(shop)[path])) == "-----BEGIN\nbody"


def test_nothing_is_read_from_stdin(shop):
    done = magento(shop, "config:set", API_KEY, stdin="a-key")
    assert done.returncode == 1
    assert 'Not enough arguments (missing: "value").' in done.stderr


def test_config_set_of_a_path_locked_by_a_file_is_refused(shop):
    assert magento(shop, "config:set", "--lock-env", API_KEY, "x").returncode == 0
    done = magento(shop, "config:set", API_KEY, "y")
    assert (done.returncode, done.stdout) == (1, LOCKED + "\n")


def test_config_set_of_a_path_locked_by_a_variable_says_saved_and_saves_nothing(shop):
    done = magento(shop, "config:set", PROJECT_ID, "y", php=EGPCS, variables={VARIABLE: "x"})
    assert (done.returncode, done.stdout, PROJECT_ID in rows_of(shop)) == (0, "Value was saved.\n", False)


def test_a_section_written_by_hand_closes_config_set_until_it_is_imported(shop):
    put_into(shop, "env.php", PROJECT_ID, "x")
    assert magento(shop, "app:config:status").returncode == 2
    closed = magento(shop, "config:set", API_KEY, "y")
    assert (closed.returncode, closed.stdout) == (1, CLOSED + "\n")
    assert magento(shop, "app:config:import").returncode == 0
    assert magento(shop, "app:config:status").stdout == "Config files are up to date.\n"
    assert magento(shop, "config:set", API_KEY, "y").returncode == 0


def test_config_show_of_nothing_is_an_empty_line_and_of_no_field_fails(shop):
    nothing = magento(shop, "config:show", PROJECT_ID)
    assert (nothing.returncode, nothing.stdout) == (0, "\n")
    no_field = magento(shop, "config:show", "web/unsecure")
    assert no_field.returncode == 1
    assert no_field.stdout == 'The "web/unsecure" path doesn\'t exist. Verify and try again.\n'


def test_an_unknown_module_is_told_and_forgiven_by_module_status(shop):
    done = magento(shop, "module:status", "Magento_Store", "Magento_Nope")
    said = "Magento_Store : Module is enabled\nMagento_Nope : Module does not exist\n"
    assert (done.returncode, done.stdout) == (0, said)


@pytest.mark.parametrize("words", [["config:show"], ["config:set"]])
def test_a_website_that_is_not_there_is_refused(shop, words):
    value = ["x"] if words == ["config:set"] else []
    done = magento(shop, *words, "--scope=websites", "--scope-code=nope", API_KEY, *value)
    said = 'The "nope" value doesn\'t exist. Enter another value and try again.\n'
    assert (done.returncode, done.stdout) == (1, said)


def test_a_default_only_field_may_be_set_for_a_website_and_is_not_read_there(shop):
    assert magento(shop, "config:set", "--scope=websites", "--scope-code=base", API_KEY, "x").returncode == 0
    assert decrypted(shop, str(rows_of(shop, scope="websites", scope_id=1)[API_KEY])) == "x"
    assert effective(shop, API_KEY) == [""]


def test_config_show_of_everything_prints_keys_in_clear(shop):
    magento(shop, "config:set", API_KEY, "a-key")
    assert f"{API_KEY} - a-key\n" in magento(shop, "config:show").stdout


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


def test_cache_commands_name_what_they_cleaned(shop):
    assert magento(shop, "cache:clean", "config", "full_page").stdout == "Cleaned cache types:\nconfig\nfull_page\n"
    assert magento(shop, "cache:flush").stdout.startswith("Flushed cache types:\nconfig\n")
    assert magento(shop, "cache:clean", "nope").returncode == 1


def test_cleaning_config_warms_it_at_once_and_flushing_does_not(shop):
    magento(shop, "cache:clean", "config")
    assert (shop.root / "var/cache/mage--system_config").exists()
    magento(shop, "cache:flush")
    assert not (shop.root / "var/cache/mage--system_config").exists()


def test_the_mode_variable_wins_over_env_php(shop):
    assert "mode: default." in magento(shop, "deploy:mode:show").stdout
    assert "mode: production." in magento(shop, "deploy:mode:show", variables={"MAGE_MODE": "production"}).stdout


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


def test_a_broken_env_php_fails(shop):
    (shop.root / "app/etc/env.php").write_text("<?php return 5;")
    done = magento(shop, "cache:flush")
    assert done.returncode == 1
    assert "Invalid configuration file: '" in done.stderr


def test_without_its_database_most_commands_fail(shop):
    (shop.root / "var/sandbox.sqlite").unlink()
    for words in (["config:set", API_KEY, "x"], ["setup:db:status"], ["app:config:status"], ["cache:clean"]):
        done = magento(shop, *words)
        assert (done.returncode, "SQLSTATE[HY000] [2002]" in done.stderr) == (255, True), words
    shown = magento(shop, "config:show", API_KEY)
    assert (shown.returncode, "SQLSTATE[HY000] [2002]" in shown.stdout) == (1, True)
    assert magento(shop, "setup:upgrade").returncode == 1
    for words in (["--version"], ["module:status"], ["maintenance:status"], ["deploy:mode:show"]):
        assert magento(shop, *words).returncode == 0, words
