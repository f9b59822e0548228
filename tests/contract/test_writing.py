"""Writing an attachment: all or nothing, exactly what was planned, seen to be in use."""

from __future__ import annotations

import re

import pytest

from magesaas_ops.errors import AgentError, StaleObservation
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import Source, Stamp
from magesaas_ops.model.secret_ref import Secret
from tests.contract.keys import OTHER_PEM, PEM, SPELLINGS, proof
from tests.contract.under_test import MagentoUnderTest, said_by_us, with_fault

API_KEY = Secret("canary-api-key-7f31c0")
STAMP = Stamp("acme-eu", "acme/storefront/production", "1" * 64, "rev-1")
ATTACHMENT: dict[str, str | Secret] = {
    paths.PRODUCTION_API_KEY: API_KEY,
    paths.PRODUCTION_PRIVATE_KEY: Secret(PEM),
    paths.PROJECT_ID: "4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01",
    paths.PROJECT_NAME: "Acme Storefront",
    paths.ENVIRONMENT_ID: "11111111-1111-4111-8111-111111111111",
    paths.ENVIRONMENT_NAME: "Production",
    paths.ENVIRONMENT_TYPE: "Production",
}
COMMIT = "$connection->commit();"


def test_an_attachment_is_stored_used_and_stamped(magento: MagentoUnderTest) -> None:
    answer = magento.configure(ATTACHMENT, stamp=STAMP)
    state = answer.observation
    assert state is not None
    assert set(answer.changed) == {*ATTACHMENT, paths.STAMP}
    assert said_by_us(state.stamp) == STAMP
    for path in paths.ID_PATHS:
        assert (state.value(path).effective, state.value(path).stored) == (ATTACHMENT[path], ATTACHMENT[path])
    assert state.value(paths.PRODUCTION_API_KEY).effective == API_KEY.hmac_under(state.nonce)
    assert state.value(paths.PRODUCTION_PRIVATE_KEY).effective == proof().hmac_under(state.nonce)
    assert all(state.value(path).source is Source.DATABASE for path in ATTACHMENT)
    again = magento.observe()
    assert again.digest == state.digest


def test_keys_are_stored_as_ciphertext_that_this_installation_decrypts(magento: MagentoUnderTest) -> None:
    magento.configure(ATTACHMENT)
    row = magento.row(paths.PRODUCTION_PRIVATE_KEY)
    assert row is not None
    assert re.fullmatch(r"\d+:\d+:[A-Za-z0-9+/]+=*", row)
    assert magento.tamper(["decrypt", row], ["value", paths.PRODUCTION_PRIVATE_KEY]) == [PEM.strip(), PEM.strip()]
    assert magento.row(paths.PROJECT_ID) == ATTACHMENT[paths.PROJECT_ID]


def test_a_second_time_changes_nothing(magento: MagentoUnderTest) -> None:
    magento.configure(ATTACHMENT, stamp=STAMP)
    rows = magento.tamper(["rows"])
    answer = magento.configure(ATTACHMENT, stamp=STAMP)
    assert (answer.changed, answer.healed) == ((), False)
    assert magento.tamper(["rows"]) == rows


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_of_the_same_private_key_is_no_change(magento: MagentoUnderTest, spelling: str) -> None:
    magento.configure({paths.PRODUCTION_PRIVATE_KEY: Secret(SPELLINGS[spelling])})
    assert magento.configure({paths.PRODUCTION_PRIVATE_KEY: Secret(PEM)}).changed == ()


def test_only_what_differs_is_written(magento: MagentoUnderTest) -> None:
    magento.configure(ATTACHMENT)
    before = magento.row(paths.PRODUCTION_API_KEY)
    answer = magento.configure({**ATTACHMENT, paths.PRODUCTION_PRIVATE_KEY: Secret(OTHER_PEM)})
    assert answer.changed == (paths.PRODUCTION_PRIVATE_KEY,)
    assert magento.row(paths.PRODUCTION_API_KEY) == before


def test_rows_are_removed_not_emptied(magento: MagentoUnderTest) -> None:
    magento.configure(ATTACHMENT)
    answer = magento.configure(remove=[paths.PRODUCTION_API_KEY, paths.SANDBOX_API_KEY])
    assert answer.changed == (paths.PRODUCTION_API_KEY,)
    assert answer.observation is not None
    assert not answer.observation.value(paths.PRODUCTION_API_KEY).has_row


def test_an_empty_row_is_removed_as_well(magento: MagentoUnderTest) -> None:
    magento.tamper(["put", "default", 0, paths.PROJECT_ID, None], ["reinit"])
    assert magento.configure(remove=[paths.PROJECT_ID]).changed == (paths.PROJECT_ID,)


def test_a_key_in_clear_is_encrypted_though_its_text_stays(magento: MagentoUnderTest) -> None:
    magento.tamper(["put", "default", 0, paths.PRODUCTION_API_KEY, API_KEY.reveal()], ["reinit"])
    answer = magento.configure({paths.PRODUCTION_API_KEY: API_KEY})
    assert answer.changed == (paths.PRODUCTION_API_KEY,)
    assert answer.observation is not None
    assert not answer.observation.value(paths.PRODUCTION_API_KEY).in_clear


def test_an_undecryptable_key_is_replaced(magento: MagentoUnderTest) -> None:
    magento.tamper(["put", "default", 0, paths.PRODUCTION_API_KEY, "9:3:" + "A" * 60], ["reinit"])
    state = magento.configure({paths.PRODUCTION_API_KEY: API_KEY}).observation
    assert state is not None
    assert not state.value(paths.PRODUCTION_API_KEY).undecryptable
    assert state.value(paths.PRODUCTION_API_KEY).effective == API_KEY.hmac_under(state.nonce)


@pytest.mark.parametrize(
    "text",
    [
        "Ünïcödé – ⟨name⟩ 名前",
        "quotes ' \" ` and \\ backslashes \\n",
        "</script><b onload=alert(1)>",
        "$(reboot); `reboot` && %s %d {{var}}",
        "line\nbreak\tand tab",
        "*******",
        "0:3:looks+like+ciphertext",
        "x" * 10_000,
        "  spaces around  ",
        "'; DROP TABLE core_config_data; --",
    ],
    ids=lambda text: text.encode("ascii", "ignore").decode()[:12].strip() or "text",
)
def test_hostile_names_arrive_as_they_are(magento: MagentoUnderTest, text: str) -> None:
    state = magento.configure({paths.PROJECT_NAME: text}).observation
    assert state is not None
    assert (state.value(paths.PROJECT_NAME).effective, state.value(paths.PROJECT_NAME).stored) == (text, text)


@pytest.mark.parametrize("text", ["with\0nul", "0", "******", "ключ"])
def test_odd_keys_arrive_as_they_are(magento: MagentoUnderTest, text: str) -> None:
    if text == "0":
        with pytest.raises(AgentError) as caught:
            magento.configure({paths.PRODUCTION_API_KEY: Secret(text)})
        assert caught.value.code == "not-effective"
        magento.secrets.clear()
        return
    state = magento.configure({paths.PRODUCTION_API_KEY: Secret(text)}).observation
    assert state is not None
    assert state.value(paths.PRODUCTION_API_KEY).effective == Secret(text).hmac_under(state.nonce)


def test_text_that_the_database_cannot_keep_is_refused_and_nothing_written(magento: MagentoUnderTest) -> None:
    with pytest.raises(AgentError) as caught:
        magento.configure({**ATTACHMENT, paths.PROJECT_NAME: "rocket \N{ROCKET}"})
    assert caught.value.code == "not-stored"
    assert paths.PROJECT_NAME in caught.value.message
    assert magento.tamper(["rows"]) == [[]]


def test_a_moved_digest_is_stale_and_nothing_is_written(magento: MagentoUnderTest) -> None:
    expected = magento.observe().digest
    magento.put(paths.PROJECT_ID, "somebody else's")
    rows = magento.tamper(["rows"])
    with pytest.raises(StaleObservation):
        magento.configure(ATTACHMENT, expect=expected)
    assert magento.tamper(["rows"]) == rows


@pytest.mark.parametrize("file", ["app/etc/env.php", "app/etc/config.php"])
def test_a_locked_path_is_refused_before_anything_is_written(magento: MagentoUnderTest, file: str) -> None:
    magento.tamper(["write into file", file, paths.ENVIRONMENT_ID, "locked-here"], ["reinit"])
    with pytest.raises(AgentError) as caught:
        magento.configure(ATTACHMENT)
    assert caught.value.code == "locked"
    assert paths.ENVIRONMENT_ID in caught.value.message
    assert file.rpartition("/")[2] in caught.value.message
    assert "locked-here" not in caught.value.message
    assert magento.tamper(["rows"]) == [[]]


def test_a_path_that_is_not_ours_is_refused(magento: MagentoUnderTest) -> None:
    with pytest.raises(AgentError) as caught:
        magento.configure({"web/unsecure/base_url": "https://evil.example/"})
    assert caught.value.code == "unsupported"


def test_a_module_that_is_off_is_refused(magento: MagentoUnderTest) -> None:
    config = magento.root / "app/etc/config.php"
    text = config.read_text()
    entry = next(line for line in text.splitlines() if "'Magento_ServicesConnector'" in line)
    config.write_text(text.replace(entry, entry.replace("1", "0")))
    magento.make_caches_cold()
    try:
        with pytest.raises(AgentError) as caught:
            magento.configure({paths.PRODUCTION_API_KEY: API_KEY}, expect="0" * 64)
    finally:
        config.write_text(text)
        magento.make_caches_cold()
    assert caught.value.code in ("unsupported", "exception")
    assert magento.tamper(["rows"]) == [[]]


def test_a_failure_before_the_commit_rolls_everything_back(magento: MagentoUnderTest) -> None:
    magento.configure({paths.PROJECT_ID: "old"}, stamp=STAMP)
    before = magento.observe()
    fault = with_fault(COMMIT, "throw new \\RuntimeException('injected');")
    with pytest.raises(AgentError, match="injected") as caught:
        magento.ask(magento.configuring(ATTACHMENT), source=fault)
    assert caught.value.code == "exception"
    after = magento.observe()
    assert after.digest == before.digest
    assert after.value(paths.PROJECT_ID).effective == "old"


def test_a_cache_that_is_behind_is_healed_though_nothing_is_written(magento: MagentoUnderTest) -> None:
    magento.observe()
    magento.put(paths.PROJECT_ID, "new")
    answer = magento.configure({paths.PROJECT_ID: "new"})
    assert (answer.changed, answer.healed) == ((), True)
    assert answer.observation is not None
    assert answer.observation.value(paths.PROJECT_ID).effective == "new"


def test_what_a_variable_of_this_process_shadows_is_locked(magento: MagentoUnderTest) -> None:
    php = (
        "env",
        "CONFIG__DEFAULT__SERVICES_CONNECTOR__SERVICES_ID__PROJECT_ID=x",
        "php",
        "-d",
        "variables_order=EGPCS",
    )
    expect = magento.observe(php=php).digest
    with pytest.raises(AgentError) as caught:
        magento.ask(magento.configuring({paths.PROJECT_ID: "new"}, expect=expect), php=php)
    assert caught.value.code == "locked"
    assert "environment variable" in caught.value.message
