"""bin/magento on configuration and caches, and what is left of it when something is missing (contract §§3, 6)."""

from __future__ import annotations

import pytest

from magesaas_ops.sandbox import decrypted, rows_of
from tests.sandbox.conftest import effective, magento
from tests.sandbox.test_values import API_KEY, CHOSEN, EGPCS, IDS, KEYS, PROJECT_ID, VARIABLE, put_into

LOCKED = "The value you set has already been locked. To change the value, use the --lock-env option."
CLOSED = (
    "This command is unavailable right now. To continue working with it please run app:config:import or"
    " setup:upgrade command before."
)


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


def test_cache_commands_name_what_they_cleaned(shop):
    assert magento(shop, "cache:clean", "config", "full_page").stdout == "Cleaned cache types:\nconfig\nfull_page\n"
    assert magento(shop, "cache:flush").stdout.startswith("Flushed cache types:\nconfig\n")
    assert magento(shop, "cache:clean", "nope").returncode == 1


def test_cleaning_config_warms_it_at_once_and_flushing_does_not(shop):
    magento(shop, "cache:clean", "config")
    assert (shop.root / "var/cache/mage--system_default").exists()
    magento(shop, "cache:flush")
    assert not (shop.root / "var/cache/mage--system_default").exists()


def test_the_mode_variable_wins_over_env_php(shop):
    assert "mode: default." in magento(shop, "deploy:mode:show").stdout
    assert "mode: production." in magento(shop, "deploy:mode:show", variables={"MAGE_MODE": "production"}).stdout


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
