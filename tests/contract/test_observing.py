"""What a host says of itself."""

from __future__ import annotations

import json
import re
import time

import pytest

from magesaas_ops.errors import AgentError
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import Source, Stamp
from magesaas_ops.model.node import MaintenanceMode
from tests.agent.ownership import given_away
from tests.contract.under_test import MagentoUnderTest

STAMP = Stamp("acme-eu", "none", "3" * 64)


def test_every_managed_path_is_observed_and_no_other(magento: MagentoUnderTest) -> None:
    assert set(magento.observe().values) == set(paths.MANAGED_PATHS)


def test_an_unattached_installation_has_no_value_at_all(magento: MagentoUnderTest) -> None:
    state = magento.observe()
    for path in paths.MANAGED_PATHS:
        value = state.value(path)
        assert (value.effective, value.stored, value.has_row) == (None, None, False)
        assert value.source is Source.UNSET
    assert (state.stamp, state.stamp_problem) == (None, None)


def test_this_generation_has_every_field_and_decrypts_the_keys_only(magento: MagentoUnderTest) -> None:
    state = magento.observe()
    assert {path for path in paths.MANAGED_PATHS if state.value(path).encrypted} == set(paths.SECRET_PATHS)
    assert all(state.value(path).supported for path in paths.MANAGED_PATHS)


def test_the_installation_says_what_it_is(magento: MagentoUnderTest) -> None:
    state = magento.observe()
    assert state.edition == "Community"
    assert state.version.startswith("2.4.")
    assert state.mode in {"default", "developer", "production"}
    assert state.php.startswith(("7.", "8."))
    assert state.user == state.owner
    assert state.credentials_type == "Magento_JWT"
    assert state.gateway == "https://commerce.adobe.io/"
    assert not state.node.maintenance.is_on


def test_websites_come_without_admin_in_the_order_of_their_ids(magento: MagentoUnderTest) -> None:
    before = magento.observe().websites
    magento.tamper(["add website", "contract_test"])
    after = magento.observe()
    assert "admin" not in before
    assert after.websites == (*before, "contract_test")


def test_base_urls_are_unique_and_sorted(magento: MagentoUnderTest) -> None:
    urls = magento.observe().base_urls
    assert urls
    assert list(urls) == sorted(set(urls))
    assert all(url.startswith(("http://", "https://")) for url in urls)


def test_maintenance_mode_is_seen(magento: MagentoUnderTest) -> None:
    flag = magento.root / "var/.maintenance.flag"
    flag.touch()
    try:
        assert magento.observe().node.maintenance.is_on
    finally:
        flag.unlink()


@pytest.mark.parametrize(
    "damage",
    [
        {"at": "abc"},
        {"at": -(10**30)},
        {"run": None},
        {"run": ""},
        {"begun": "upgrade"},
        {"begun": ["upgrade"]},
        {"begun": {"first": {"task": "upgrade", "since": 1, "command": ""}}},
        {"begun": [{"since": 1, "command": ""}]},
    ],
    ids=str,
)
def test_a_mark_that_is_not_whole_is_an_operators_and_holds_up_nothing(magento: MagentoUnderTest, damage: dict) -> None:
    whole = {"magesaas": 1, "run": "r", "installation": "i", "by": "b", "since": 1, "at": 1, "begun": []}
    flag = magento.root / "var/.maintenance.flag"
    try:
        flag.write_text(json.dumps(whole))
        assert magento.observe().node.maintenance.run == "r"
        flag.write_text(json.dumps(whole | damage))
        assert magento.observe().node.maintenance.mode is MaintenanceMode.OPERATOR
        magento.put(paths.PROJECT_ID, "old")
        magento.detach(stamp=STAMP)
        assert magento.observe().value(paths.PROJECT_ID).stored is None
    finally:
        flag.unlink()


def test_a_folder_in_place_of_the_flag_is_an_operators(magento: MagentoUnderTest) -> None:
    """Magento asks whether it exists, so visitors are kept out."""
    flag = magento.root / "var/.maintenance.flag"
    flag.mkdir()
    try:
        assert magento.observe().node.maintenance.mode is MaintenanceMode.OPERATOR
    finally:
        flag.rmdir()


def test_a_mark_from_the_future_is_not_fresh_for_ever(magento: MagentoUnderTest) -> None:
    """The clock of the node was set back since."""
    at = int(time.time()) + 864_000
    flag = magento.root / "var/.maintenance.flag"
    try:
        flag.write_text(json.dumps({"magesaas": 1, "run": "r", "at": at}))
        assert magento.observe().node.maintenance.age > 863_000
    finally:
        flag.unlink()


def test_modules_of_the_wanted_packages_are_told_by_their_state(magento: MagentoUnderTest) -> None:
    modules = magento.observe().modules
    assert {"Magento_ServicesConnector", "Magento_ServicesId"} <= set(modules.enabled)
    assert "Magento_Catalog" not in modules.closure
    assert list(modules.enabled) == sorted(modules.enabled)


def test_a_module_that_is_switched_off_is_disabled_and_an_unknown_one_absent(magento: MagentoUnderTest) -> None:
    config = magento.root / "app/etc/config.php"
    text = config.read_text()
    entry = next(line for line in text.splitlines() if "'Magento_ServicesIdLayout'" in line)
    config.write_text(text.replace(entry, entry.replace("1", "0")))
    assert magento.observe().modules.disabled == ("Magento_ServicesIdLayout",)
    config.write_text(text.replace(entry, ""))
    assert magento.observe().modules.absent == ("Magento_ServicesIdLayout",)


def test_packages_say_whether_their_constraint_holds(magento: MagentoUnderTest) -> None:
    magento_with = MagentoUnderTest(
        magento.name,
        magento.root,
        magento.run_as,
        packages={"magento/services-id": "*", "magento/no-such-package": "*", "magento/services-connector": "99.9.9"},
    )
    packages = magento_with.observe().packages
    assert packages["magento/services-id"].satisfied
    assert packages["magento/services-id"].installed == packages["magento/services-id"].locked
    assert packages["magento/no-such-package"].installed is None
    assert not packages["magento/no-such-package"].satisfied
    assert packages["magento/services-connector"].installed
    assert not packages["magento/services-connector"].satisfied


def test_a_sound_installation_has_no_composer_problem_and_needs_no_upgrade(magento: MagentoUnderTest) -> None:
    state = magento.observe()
    assert state.composer_problems == ()
    assert state.debts.upgrade == ()


def test_looking_writes_no_row(magento: MagentoUnderTest) -> None:
    before = magento.tamper(["rows"])
    magento.observe()
    assert magento.tamper(["rows"]) == before


def test_cold_caches_give_the_same_answer(magento: MagentoUnderTest) -> None:
    magento.warm_cache()
    warm = magento.observe()
    magento.make_caches_cold()
    cold = magento.observe()
    assert (cold.digest, cold.modules, cold.base_urls) == (warm.digest, warm.modules, warm.base_urls)
    assert all(warm.value(path).is_cached and not cold.value(path).is_cached for path in paths.MANAGED_PATHS)
    for path in paths.MANAGED_PATHS:
        assert (cold.value(path).effective, cold.value(path).source) == (
            warm.value(path).effective,
            warm.value(path).source,
        )


def test_a_root_that_is_a_symbolic_link_is_the_same_installation(magento: MagentoUnderTest) -> None:
    link = magento.root.with_name(magento.root.name + "-current")
    link.symlink_to(magento.root)
    try:
        through_link = MagentoUnderTest(magento.name, link, magento.run_as)
        assert through_link.observe().digest == magento.observe().digest
        assert through_link.observe().modules == magento.observe().modules
    finally:
        link.unlink()


def test_another_user_than_the_owner_is_refused(magento: MagentoUnderTest) -> None:
    with given_away(magento.root / "app/etc/env.php"), pytest.raises(AgentError) as caught:
        magento.observe()
    assert caught.value.code == "wrong-owner"
    assert re.search("belongs to (nobody|root)", caught.value.message)


def test_a_database_that_is_not_there_is_told_of(magento: MagentoUnderTest) -> None:
    with magento.edited("app/etc/env.php", lambda text: re.sub(r"('dbname' => '[^']+)", r"\1-gone", text)):
        with pytest.raises(AgentError) as caught:
            magento.observe()
        magento.make_caches_cold()
        with pytest.raises(AgentError) as caught_cold:
            magento.observe()
    assert (caught.value.code, caught_cold.value.code) == ("database", "database")
    assert caught.value.hint


def test_a_digest_stays_while_nothing_changes(magento: MagentoUnderTest) -> None:
    assert magento.observe().digest == magento.observe().digest


@pytest.mark.parametrize(
    "steps",
    {
        "a row": [["put", "default", 0, paths.PROJECT_ID, "other"]],
        "an empty row": [["put", "default", 0, paths.PROJECT_ID, None]],
        "a row of another scope": [["put", "websites", 1, paths.PROJECT_ID, "other"]],
        "the stamp": [["put", "default", 0, paths.STAMP, "{}"]],
        "a website": [["add website", "contract_test"]],
        "a lock": [["write into file", "app/etc/env.php", paths.PROJECT_ID, "other"]],
    }.items(),
    ids=lambda pair: pair[0],
)
def test_a_digest_moves_with_what_it_covers(magento: MagentoUnderTest, steps: tuple[str, list[list[str]]]) -> None:
    before = magento.observe().digest
    magento.tamper(*steps[1])
    assert magento.observe().digest != before


def test_a_stamp_that_is_no_json_is_a_problem_to_tell(magento: MagentoUnderTest) -> None:
    magento.put(paths.STAMP, "not json")
    state = magento.observe()
    assert state.stamp is None
    assert state.stamp_problem
    assert not state.value(paths.PROJECT_ID).is_set
