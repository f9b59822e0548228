"""Where values come from, what unset means, and caches that are behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import Source
from magesaas_ops.model.secret_ref import Secret
from tests.contract.keys import OTHER_PEM, PEM, SPELLINGS, proof

if TYPE_CHECKING:
    from tests.contract.under_test import MagentoUnderTest

PATH = paths.PROJECT_ID
VARIABLE = "CONFIG__DEFAULT__SERVICES_CONNECTOR__SERVICES_ID__PROJECT_ID"
SEES_VARIABLES = ("env", f"{VARIABLE}=from-variable", "php", "-d", "variables_order=EGPCS")
SEES_NONE = ("env", f"{VARIABLE}=from-variable", "php", "-d", "variables_order=GPCS")
REINIT = ["reinit"]


def test_a_variable_beats_env_php_beats_config_php_beats_the_database(magento: MagentoUnderTest) -> None:
    seen = []
    magento.tamper(["put", "default", 0, PATH, "from-database"], REINIT)
    seen.append(magento.observe().value(PATH))
    magento.tamper(["write into file", "app/etc/config.php", PATH, "from-config-php"], REINIT)
    seen.append(magento.observe().value(PATH))
    magento.tamper(["write into file", "app/etc/env.php", PATH, "from-env-php"], REINIT)
    seen.append(magento.observe().value(PATH))
    magento.renew_caches(php=SEES_VARIABLES)
    seen.append(magento.observe(php=SEES_VARIABLES).value(PATH))
    assert [value.effective for value in seen] == ["from-database", "from-config-php", "from-env-php", "from-variable"]
    assert [value.source for value in seen] == [
        Source.DATABASE,
        Source.CONFIG_PHP,
        Source.ENV_PHP,
        Source.ENVIRONMENT_VARIABLE,
    ]
    assert [value.locked_by for value in seen] == [
        None,
        Source.CONFIG_PHP,
        Source.ENV_PHP,
        Source.ENVIRONMENT_VARIABLE,
    ]
    assert {value.stored for value in seen} == {"from-database"}


def test_a_variable_that_php_does_not_import_is_ignored(magento: MagentoUnderTest) -> None:
    magento.tamper(["put", "default", 0, PATH, "from-database"], REINIT)
    value = magento.observe(php=SEES_NONE).value(PATH)
    assert (value.effective, value.source, value.locked_by) == ("from-database", Source.DATABASE, None)


def test_a_variable_that_another_process_baked_into_the_cache_is_unexplained(magento: MagentoUnderTest) -> None:
    magento.put(PATH, "from-database")
    magento.warm_cache(php=SEES_VARIABLES)
    value = magento.observe().value(PATH)
    assert (value.effective, value.stored) == ("from-variable", "from-database")
    assert (value.source, value.locked_by, value.is_unexplained) == (Source.DATABASE, None, True)


@pytest.mark.parametrize("text", ["", None])
def test_an_empty_entry_of_a_file_locks_and_empties(magento: MagentoUnderTest, text: str | None) -> None:
    magento.tamper(
        ["put", "default", 0, PATH, "from-database"], ["write into file", "app/etc/env.php", PATH, text], REINIT
    )
    value = magento.observe().value(PATH)
    assert (value.effective, value.stored) == (None, "from-database")
    assert (value.source, value.locked_by) == (Source.ENV_PHP, Source.ENV_PHP)


@pytest.mark.parametrize("path", [paths.PROJECT_ID, paths.PRODUCTION_API_KEY])
@pytest.mark.parametrize("text", ["", None])
def test_an_empty_row_is_a_row_without_a_value(magento: MagentoUnderTest, path: str, text: str | None) -> None:
    magento.tamper(["put", "default", 0, path, text], REINIT)
    value = magento.observe().value(path)
    assert (value.effective, value.stored, value.has_row) == (None, None, True)
    assert value.source is Source.DATABASE
    assert not value.is_set


def test_zero_is_a_value_but_not_in_an_encrypted_field(magento: MagentoUnderTest) -> None:
    magento.tamper(["put", "default", 0, PATH, "0"], ["put", "default", 0, paths.SANDBOX_API_KEY, "0"], REINIT)
    state = magento.observe()
    assert state.value(PATH).effective == "0"
    assert state.value(paths.SANDBOX_API_KEY).effective is None
    assert state.value(paths.SANDBOX_API_KEY).source is Source.DATABASE


def test_a_row_written_behind_the_cache_is_stored_but_not_effective(magento: MagentoUnderTest) -> None:
    magento.tamper(["put", "default", 0, PATH, "old"], REINIT)
    magento.observe()
    magento.put(PATH, "new")
    value = magento.observe().value(PATH)
    assert (value.effective, value.value, value.stored, value.is_behind) == ("old", "new", "new", True)


def test_renewing_the_caches_heals_what_is_behind(magento: MagentoUnderTest) -> None:
    magento.observe()
    magento.put(PATH, "new")
    answer = magento.renew_caches()
    assert answer.healed
    assert answer.observation is not None
    assert answer.observation.value(PATH).effective == "new"
    assert answer.observation.value(PATH).source is Source.DATABASE
    assert not magento.renew_caches().healed


def test_rows_of_other_scopes_are_told_and_are_not_the_value(magento: MagentoUnderTest) -> None:
    magento.tamper(["put", "websites", 1, PATH, "elsewhere"], ["put", "stores", 1, PATH, "elsewhere"], REINIT)
    value = magento.observe().value(PATH)
    assert (value.effective, value.stored, value.has_row) == (None, None, False)
    assert sorted(value.other_scopes) == ["stores/1", "websites/1"]


def test_secrets_leave_as_proofs_only(magento: MagentoUnderTest) -> None:
    key = Secret("canary-api-key-51aa")
    magento.secrets |= {key.reveal(), PEM}
    magento.tamper(["reinit"])
    ciphertexts = magento.tamper(["encrypt", key.reveal()], ["encrypt", PEM])
    magento.tamper(
        ["put", "default", 0, paths.PRODUCTION_API_KEY, ciphertexts[0]],
        ["put", "default", 0, paths.PRODUCTION_PRIVATE_KEY, ciphertexts[1]],
        REINIT,
    )
    magento.secrets |= set(ciphertexts)
    state = magento.observe()
    api_key, private_key = state.value(paths.PRODUCTION_API_KEY), state.value(paths.PRODUCTION_PRIVATE_KEY)
    assert api_key.effective == api_key.stored == key.hmac_under(state.nonce)
    assert private_key.effective == private_key.stored == proof().hmac_under(state.nonce)
    assert state.value(paths.SANDBOX_API_KEY).effective is None


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_private_key_proves_the_same(magento: MagentoUnderTest, spelling: str) -> None:
    (ciphertext,) = magento.tamper(["encrypt", SPELLINGS[spelling]])
    magento.tamper(["put", "default", 0, paths.PRODUCTION_PRIVATE_KEY, ciphertext], REINIT)
    state = magento.observe()
    assert state.value(paths.PRODUCTION_PRIVATE_KEY).stored == proof().hmac_under(state.nonce)
    assert state.value(paths.PRODUCTION_PRIVATE_KEY).stored != proof(OTHER_PEM).hmac_under(state.nonce)


def test_text_that_is_no_private_key_proves_itself(magento: MagentoUnderTest) -> None:
    text = Secret("-----BEGIN NOTHING-----")
    (ciphertext,) = magento.tamper(["encrypt", text.reveal()])
    magento.tamper(["put", "default", 0, paths.PRODUCTION_PRIVATE_KEY, ciphertext], REINIT)
    state = magento.observe()
    assert state.value(paths.PRODUCTION_PRIVATE_KEY).stored == text.hmac_under(state.nonce)


@pytest.mark.parametrize("damage", ["another key", "an unknown key index"])
def test_a_key_of_another_installation_is_undecryptable(magento: MagentoUnderTest, damage: str) -> None:
    (ciphertext,) = magento.tamper(["encrypt", "some-api-key"])
    index, cipher, content = ciphertext.split(":")
    foreign = f"{index}:{cipher}:{_flipped(content)}" if damage == "another key" else f"9:{cipher}:{content}"
    magento.tamper(["put", "default", 0, paths.PRODUCTION_API_KEY, foreign], REINIT)
    state = magento.observe()
    value = state.value(paths.PRODUCTION_API_KEY)
    assert value.undecryptable
    assert value.stored is None
    assert value.effective == Secret(foreign).hmac_under(state.nonce)
    assert value.source is Source.DATABASE


def test_a_key_in_clear_is_used_and_told(magento: MagentoUnderTest) -> None:
    key = Secret("in-clear-api-key")
    magento.secrets.add(key.reveal())
    magento.tamper(["put", "default", 0, paths.PRODUCTION_API_KEY, key.reveal()], REINIT)
    state = magento.observe()
    value = state.value(paths.PRODUCTION_API_KEY)
    assert value.in_clear
    assert not value.undecryptable
    assert value.effective == value.stored == key.hmac_under(state.nonce)
    assert value.source is Source.DATABASE


@pytest.mark.parametrize("form", ["plain", "encrypted"])
def test_a_key_in_env_php_may_be_plain_or_encrypted(magento: MagentoUnderTest, form: str) -> None:
    key = Secret("api-key-in-a-file")
    text = key.reveal() if form == "plain" else magento.tamper(["encrypt", key.reveal()])[0]
    magento.tamper(["write into file", "app/etc/env.php", paths.PRODUCTION_API_KEY, text], REINIT)
    state = magento.observe()
    value = state.value(paths.PRODUCTION_API_KEY)
    assert value.effective == key.hmac_under(state.nonce)
    assert (value.source, value.locked_by) == (Source.ENV_PHP, Source.ENV_PHP)


def _flipped(base64_text: str) -> str:
    middle = len(base64_text) // 2
    other = "A" if base64_text[middle] != "A" else "B"
    return base64_text[:middle] + other + base64_text[middle + 1 :]
