"""What "not set" looks like, where a value comes from, and when a change of it is seen (contract §§1, 2, 8)."""

from __future__ import annotations

import json
import re

import pytest

from magesaas_ops.sandbox import SandboxInstallation, copy_database, decrypted, encrypted, rows_of, write_rows
from tests.sandbox.conftest import Install, asked, effective, magento

KEYS = "services_connector/services_connector_integration/"
IDS = "services_connector/services_id/"
API_KEY = KEYS + "production_api_key"
PROJECT_ID = IDS + "project_id"
CHOSEN = "magento_saas/environment"
EGPCS = ("php", "-d", "variables_order=EGPCS")
GPCS = ("php", "-d", "variables_order=GPCS")
VARIABLE = "CONFIG__DEFAULT__SERVICES_CONNECTOR__SERVICES_ID__PROJECT_ID"


def put_into(shop: SandboxInstallation, name: str, path: str, value: str | None) -> None:
    """Write a ``system`` value into app/etc/env.php or config.php by hand."""
    file = shop.root / "app/etc" / name
    keys = ["system", "default", *path.split("/")]
    place = "".join(f"[{json.dumps(key)}]" for key in keys)
    text = re.sub(r"^return ", "$content = ", file.read_text(), flags=re.MULTILINE)
    php = "null" if value is None else "'" + value.replace("'", "\\'") + "'"
    file.write_text(f"{text}\n$content{place} = {php};\nreturn $content;\n")


def test_absent_values_are_null_when_plain_and_empty_when_encrypted(shop):
    assert effective(shop, PROJECT_ID, API_KEY) == [None, ""]


@pytest.mark.parametrize(
    ("path", "row", "seen"),
    [
        (CHOSEN, "", ""),
        (CHOSEN, None, None),
        (PROJECT_ID, "0", "0"),
        (API_KEY, "", ""),
        (API_KEY, None, ""),
        (API_KEY, "0", ""),
        (API_KEY, "in-clear", "in-clear"),
    ],
)
def test_rows_of_every_kind_of_nothing(shop, path, row, seen):
    write_rows(shop, {path: row})
    assert effective(shop, path) == [seen]


def test_only_config_xml_gives_its_default(shop):
    assert effective(shop, CHOSEN, "services_connector/production_gateway_url", IDS + "registry_api_path") == [
        "production",
        "https://commerce.adobe.io/",
        "/merchant-registry/v1/",
    ]


def test_env_php_wins_over_config_php_wins_over_the_row_wins_over_config_xml(shop):
    seen = effective(shop, CHOSEN)
    write_rows(shop, {CHOSEN: "row"})
    for name in ("", "config.php", "env.php"):
        if name:
            put_into(shop, name, CHOSEN, name)
        magento(shop, "cache:flush")
        seen += effective(shop, CHOSEN)
    assert seen == ["production", "row", "config.php", "env.php"]


def test_a_variable_wins_over_everything_when_php_reads_variables(shop):
    put_into(shop, "env.php", PROJECT_ID, "file")
    assert effective(shop, PROJECT_ID, php=EGPCS, **{VARIABLE: "variable"}) == ["variable"]


def test_a_variable_is_nothing_when_php_does_not_read_variables(shop):
    assert effective(shop, PROJECT_ID, php=GPCS, **{VARIABLE: "variable"}) == [None]


def test_the_variable_of_whoever_warms_the_cache_is_what_all_see(shop):
    effective(shop, PROJECT_ID, php=EGPCS, **{VARIABLE: "variable"})
    assert effective(shop, PROJECT_ID) == ["variable"]


def test_cleaning_without_the_variable_loses_it_for_all(shop):
    effective(shop, PROJECT_ID, php=EGPCS, **{VARIABLE: "variable"})
    magento(shop, "cache:clean", "config")
    assert effective(shop, PROJECT_ID, php=EGPCS, **{VARIABLE: "variable"}) == [None]


@pytest.mark.parametrize("name", ["env.php", "config.php"])
@pytest.mark.parametrize("value", ["text", "", None])
def test_whatever_a_file_holds_is_read_only(shop, name, value):
    put_into(shop, name, PROJECT_ID, value)
    checker = "$objects->get('Magento\\Config\\Model\\Config\\Reader\\Source\\Deployed\\SettingChecker')"
    assert asked(shop, f"{checker}->isReadOnly($paths[0], 'default')", [PROJECT_ID]) is True
    assert effective(shop, PROJECT_ID) == [value]


def test_a_deployment_variable_locks_without_taking_effect(shop):
    checker = "$objects->get('Magento\\Config\\Model\\Config\\Reader\\Source\\Deployed\\SettingChecker')"
    variables = {"MAGENTO_DC_SYSTEM__DEFAULT__SERVICES_CONNECTOR__SERVICES_ID__PROJECT_ID": "x"}
    expression = (
        f"[{checker}->isReadOnly($paths[0], 'default'), $get('App\\Config\\ScopeConfigInterface')->getValue($paths[0])]"
    )
    assert asked(shop, expression, [PROJECT_ID], variables=variables) == [True, None]


@pytest.mark.parametrize("is_encrypted", [True, False])
def test_files_may_hold_an_encrypted_field_either_way(shop, is_encrypted):
    put_into(shop, "env.php", API_KEY, encrypted(shop, "a-key") if is_encrypted else "a-key")
    assert effective(shop, API_KEY) == ["a-key"]


def test_a_variable_is_not_decrypted(shop):
    stored = encrypted(shop, "a-key")
    name = "CONFIG__DEFAULT__SERVICES_CONNECTOR__SERVICES_CONNECTOR_INTEGRATION__PRODUCTION_API_KEY"
    assert effective(shop, API_KEY, php=EGPCS, **{name: stored}) == [stored]


def test_a_raw_row_is_not_seen_until_the_cache_is_cleaned(shop):
    effective(shop, PROJECT_ID)
    write_rows(shop, {PROJECT_ID: "new"})
    before = effective(shop, PROJECT_ID)
    magento(shop, "cache:clean", "config")
    assert (before, effective(shop, PROJECT_ID)) == ([None], ["new"])


def test_reinit_makes_a_raw_row_seen_in_the_same_process(shop):
    effective(shop, PROJECT_ID)
    write_rows(shop, {PROJECT_ID: "new"})
    reinit = "$get('App\\Config\\ReinitableConfigInterface')->reinit()->getValue($paths[0])"
    assert asked(shop, reinit, [PROJECT_ID]) == "new"


def test_a_process_that_switches_the_cache_type_off_reads_fresh(shop):
    effective(shop, PROJECT_ID)
    write_rows(shop, {PROJECT_ID: "new"})
    fresh = (
        "[$get('App\\Cache\\StateInterface')->setEnabled('config', false),"
        " $get('App\\Config\\ScopeConfigInterface')->getValue($paths[0])][1]"
    )
    assert asked(shop, fresh, [PROJECT_ID]) == "new"
    assert effective(shop, PROJECT_ID) == [None]


def test_the_config_cache_holds_no_secret_in_clear(shop):
    write_rows(shop, {API_KEY: encrypted(shop, "canary-in-the-cache")})
    assert effective(shop, API_KEY) == ["canary-in-the-cache"]
    cached = b"".join(file.read_bytes() for file in (shop.root / "var").rglob("*") if file.is_file())
    assert b"canary-in-the-cache" not in cached


def test_encrypting_the_same_text_gives_another_ciphertext_each_time(shop):
    first, second = encrypted(shop, "text"), encrypted(shop, "text")
    assert first != second
    assert re.fullmatch(r"0:3:[A-Za-z0-9+/]+=*", first)
    assert decrypted(shop, first) == "text"


def test_after_a_database_copy_an_encrypted_field_reads_as_its_ciphertext(install: Install):
    source, target = install(name="production", base_url="https://live.example/"), install(name="staging")
    write_rows(source, {API_KEY: encrypted(source, "a-key"), PROJECT_ID: "p"})
    copy_database(source, target)
    magento(target, "cache:flush")
    stored = rows_of(target)[API_KEY]
    assert stored is not None
    assert decrypted(target, stored) == ""
    assert effective(target, API_KEY, PROJECT_ID, "web/unsecure/base_url") == [stored, "p", "https://live.example/"]


def test_automatic_base_urls_read_as_localhost(install: Install):
    shop = install(base_url="{{base_url}}")
    assert effective(shop, "web/unsecure/base_url", "web/secure/base_url") == ["http://localhost/"] * 2


def test_old_modules_have_no_private_key_and_do_not_decrypt(install: Install):
    shop = install(generation="old")
    stored = encrypted(shop, "a-key")
    write_rows(shop, {API_KEY: stored})
    assert effective(shop, API_KEY, IDS + "environment", KEYS + "production_private_key") == [stored, "Testing", None]


@pytest.mark.parametrize("text", ["an \N{GRINNING FACE}", "x" * 70_000], ids=["emoji", "70000 bytes"])
def test_the_database_stores_long_and_wide_text_mutilated_without_a_word(shop, text):
    write_rows(shop, {IDS + "project_name": text})
    stored = rows_of(shop)[IDS + "project_name"]
    assert stored == text.replace("\N{GRINNING FACE}", "????")[:65535]


def test_rows_of_other_scopes_do_not_change_the_default(install: Install):
    shop = install(websites=["base", "eu_b2b"])
    write_rows(shop, {PROJECT_ID: "website's"}, scope="websites", scope_id=2)
    assert effective(shop, PROJECT_ID) == [None]
    value = "$get('App\\Config\\ScopeConfigInterface')->getValue($paths[0], 'website', 'EU_B2B')"
    assert asked(shop, value, [PROJECT_ID]) == "website's"
