"""Reading an answer: whole, checked, and of the shape that the protocol says, or not at all."""

from __future__ import annotations

import copy
import hashlib
import json
import time

import pytest

from magesaas_ops.agent.answer import LONGEST_ANSWER
from magesaas_ops.agent.protocol import answer_in
from magesaas_ops.errors import AgentError, HostUnreadable, NodeRefusal, StaleObservation
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import Source, Stamp
from magesaas_ops.model.node import AtWork, BegunTask, CommandEnd, Maintenance, MaintenanceMode

NONCE = "ab" * 16
VALUE: dict[str, object] = {
    "value": None,
    "cached": None,
    "is_cached": True,
    "is_unexplained": False,
    "stored": None,
    "has_row": False,
    "supported": True,
    "encrypted": False,
    "source": "unset",
    "locked_by": None,
    "undecryptable": False,
    "in_clear": False,
    "other_scopes": [],
}
OBSERVATION: dict[str, object] = {
    "edition": "Community",
    "version": "2.4.7-p1",
    "mode": "production",
    "php": "8.2.36",
    "user": "www-data",
    "owner": "www-data",
    "websites": ["base", "eu_b2b"],
    "base_urls": ["https://shop.example/"],
    "values": dict.fromkeys(paths.MANAGED_PATHS, VALUE),
    "packages": {
        "magento/saas-export": {"installed": "103.4.20", "required": "*", "locked": "103.4.20", "satisfied": True}
    },
    "modules": {"enabled": ["Magento_ServicesId"], "disabled": [], "absent": ["Magento_SaaSCatalog"]},
    "composer_problems": [],
    "credentials_type": "Magento_JWT",
    "gateway": "https://commerce.adobe.io/",
    "environment": "production",
    "environment_source": "default",
    "cache": "warm",
    "cached_base_urls": ["https://shop.example/"],
    "debts": {"upgrade": [], "upgrade_elsewhere": [], "compile": ["no metadata"], "static_content": []},
    "database": {"server": "u1", "schema": "shop", "table_prefix": "", "started": 5, "clustered": False},
    "stamp": {"installation": "acme-eu", "saas_environment": "acme/a/b", "digest": "d", "revision": "r"},
    "stamp_problem": None,
    "digest": "0" * 64,
}


NODE: dict[str, object] = {
    "root": {"machine": "m1", "hostname": "web1", "path": "/srv/shop", "device": 1, "inode": 2},
    "maintenance": {
        "mode": "ours",
        "run": "r1",
        "installation": "acme-eu",
        "by": "ops",
        "since": 100,
        "age": 5,
        "begun": [{"task": "upgrade", "since": 101, "command": "bin/magento setup:upgrade"}],
    },
    "at_work": {"pid": 7, "since": 101, "age": 4, "command": "php bin/magento setup:upgrade"},
    "vendor": {
        "missing": ["vendor/a/registration.php"],
        "gone": [],
        "differing": [],
        "has_lock": True,
        "has_dev": False,
    },
}


def framed(answer: object) -> str:
    text = json.dumps(answer)
    return f"\n@@MAGESAAS1 {hashlib.sha256(text.encode()).hexdigest()} {text}@@\n"


def observing(**changes: object) -> str:
    return framed(
        {"ok": True, "verb": "observe", "observation": {**OBSERVATION, **changes}, "changed": [], "healed": False}
    )


def refusing(code: str) -> str:
    return framed({"ok": False, "verb": "configure", "error": {"code": code, "message": "because", "path": None}})


def test_an_observation_becomes_a_host_state() -> None:
    state = answer_in(observing(), nonce=NONCE).observation
    assert state is not None
    assert state.nonce == NONCE
    assert state.websites == ("base", "eu_b2b")
    assert state.stamp == Stamp("acme-eu", "acme/a/b", "d", "r")
    assert state.modules.to_enable == ("Magento_SaaSCatalog",)
    assert state.packages["magento/saas-export"].satisfied
    assert state.value(paths.PROJECT_ID).source is Source.UNSET


def test_an_answer_is_found_between_warnings_and_banners() -> None:
    text = "Welcome!\nPHP Warning: x" + observing() + "logout\n"
    assert answer_in(text, nonce=NONCE).observation is not None


def test_an_answer_is_found_behind_carriage_returns() -> None:
    assert answer_in(observing().replace("\n", "\r\n"), nonce=NONCE).observation is not None


def test_what_a_configure_did_is_told() -> None:
    answer = answer_in(
        framed({"ok": True, "observation": OBSERVATION, "changed": [paths.PROJECT_ID], "healed": True}), nonce=NONCE
    )
    assert (answer.changed, answer.healed) == ((paths.PROJECT_ID,), True)


def test_reasons_for_an_upgrade_come_without_an_observation() -> None:
    answer = answer_in(framed({"ok": True, "verb": "upgrade-status", "upgrade_reasons": ["a patch"]}), nonce=NONCE)
    assert answer.observation is None
    assert answer.upgrade_reasons == ("a patch",)


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.99])
def test_a_truncated_answer_is_damaged(kept: float) -> None:
    whole = observing().rstrip()
    with pytest.raises(HostUnreadable, match="damaged"):
        answer_in(whole[: int(len(whole) * kept)], nonce=NONCE)


def test_an_altered_answer_is_damaged() -> None:
    with pytest.raises(HostUnreadable, match="checksum"):
        answer_in(observing().replace("eu_b2b", "us_b2b"), nonce=NONCE)


@pytest.mark.parametrize("key", sorted(OBSERVATION))
def test_a_missing_key_is_named_and_never_guessed(key: str) -> None:
    observation = copy.deepcopy(OBSERVATION)
    del observation[key]
    if key in ("stamp", "stamp_problem"):
        observation["stamp_problem" if key == "stamp" else "stamp"] = 7
    with pytest.raises(HostUnreadable, match=key):
        answer_in(framed({"ok": True, "observation": observation}), nonce=NONCE)


@pytest.mark.parametrize("key", sorted(VALUE))
def test_a_value_without_one_of_its_parts_is_unreadable(key: str) -> None:
    broken = {name: part for name, part in VALUE.items() if name != key}
    with pytest.raises(HostUnreadable, match=paths.PROJECT_ID):
        answer_in(observing(values={paths.PROJECT_ID: broken}), nonce=NONCE)


def test_an_unknown_source_is_unreadable() -> None:
    with pytest.raises(HostUnreadable, match="weather"):
        answer_in(observing(values={paths.PROJECT_ID: {**VALUE, "source": "weather"}}), nonce=NONCE)


@pytest.mark.parametrize(
    "stamp", [{}, {"installation": "a"}, {"installation": 1, "saas_environment": "b", "digest": "c"}]
)
def test_a_stamp_that_others_wrote_is_a_problem_to_tell(stamp: dict[str, object]) -> None:
    state = answer_in(observing(stamp=stamp), nonce=NONCE).observation
    assert state is not None
    assert state.stamp is None
    assert state.stamp_problem


@pytest.mark.parametrize("code", ["at-work", "marked", "fenced", "owed", "vendor-broken"])
def test_a_refusal_of_a_node_says_in_what_hands_and_state_it_is(code: str) -> None:
    answer = {"ok": False, "error": {"code": code, "message": "because", "path": None}, "node": NODE}
    with pytest.raises(NodeRefusal, match="because") as caught:
        answer_in(framed(answer), nonce=NONCE)
    node = caught.value.node
    assert node.maintenance == Maintenance(
        MaintenanceMode.OURS,
        "r1",
        "acme-eu",
        "ops",
        100,
        5,
        (BegunTask("upgrade", 101, "bin/magento setup:upgrade"),),
    )
    assert node.at_work == AtWork(7, 101, 4, "php bin/magento setup:upgrade")
    assert node.vendor.is_broken
    assert caught.value.hint


def test_without_a_lock_file_nobody_is_told_to_install_at_once() -> None:
    node = {
        **NODE,
        "vendor": {"missing": ["vendor/a"], "gone": [], "differing": [], "has_lock": False, "has_dev": False},
    }
    answer = {"ok": False, "error": {"code": "vendor-broken", "message": "because", "path": None}, "node": node}
    with pytest.raises(NodeRefusal) as caught:
        answer_in(framed(answer), nonce=NONCE)
    assert caught.value.hint.startswith("Put composer.lock back first")


@pytest.mark.parametrize("key", ["root", "maintenance", "vendor"])
def test_a_node_without_one_of_its_parts_is_unreadable(key: str) -> None:
    node = {name: part for name, part in NODE.items() if name != key}
    with pytest.raises(HostUnreadable, match=key):
        answer_in(framed({"ok": True, "node": node}), nonce=NONCE)


def test_how_a_command_ended_comes_without_an_observation() -> None:
    end = {"status": -1, "signal": 9, "seconds": 1.5, "lines": ["Killed"]}
    answer = answer_in(framed({"ok": True, "verb": "run", "command": end, "node": NODE}), nonce=NONCE)
    assert answer.command == CommandEnd(-1, 9, 1.5, ("Killed",))
    assert answer.observation is None


def test_a_stale_digest_is_an_error_of_its_own() -> None:
    with pytest.raises(StaleObservation) as caught:
        answer_in(refusing("stale"), nonce=NONCE)
    assert caught.value.exit_status == 6


@pytest.mark.parametrize(
    "code", ["busy", "locked", "unsupported", "not-stored", "not-effective", "database", "exception"]
)
def test_the_agents_word_and_a_hint_come_with_the_error(code: str) -> None:
    with pytest.raises(AgentError) as caught:
        answer_in(refusing(code), nonce=NONCE)
    assert caught.value.code == code
    assert caught.value.message == "because"
    assert caught.value.hint


def checked(text: str) -> str:
    return f"\n@@MAGESAAS1 {hashlib.sha256(text.encode()).hexdigest()} {text}@@\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"ok": ' + "[" * 200_000 + "]" * 200_000 + "}", "levels"),
        ('{"ok": true, "n": ' + "1" * 5000 + "}", "digits"),
        ('{"ok": NaN}', "no JSON"),
        ('{"ok": true, "changed": ["\\ud800"]}', "Unicode"),
        ("[1]", "error that has no message"),
        ("7", "error that has no message"),
        ('{"ok": false, "error": {"code": 7, "message": "x"}}', "error that has no message"),
        ('{"ok": false, "error": {"code": "busy", "message": ["x"]}}', "error that has no message"),
        ('{"ok": true, "upgrade_reasons": [7]}', "upgrade_reasons"),
        ('{"ok": true, "upgrade_reasons": "text"}', "upgrade_reasons"),
    ],
)
def test_a_checked_answer_that_lies_makes_this_host_unreadable(text: str, why: str) -> None:
    with pytest.raises(HostUnreadable, match=why):
        answer_in(checked(text), nonce=NONCE)


def test_an_answer_that_is_too_long_is_not_looked_at() -> None:
    with pytest.raises(HostUnreadable, match="longer than"):
        answer_in(checked(json.dumps({"ok": True, "changed": ["x" * LONGEST_ANSWER]})), nonce=NONCE)


@pytest.mark.parametrize(
    "printed",
    [
        "@@MAGESAAS1 " * 420_000,
        "\n@@MAGESAAS1 " * 380_000,
        f"\n@@MAGESAAS1 {'0' * 64} {{" * 60_000,
        f"\n@@MAGESAAS1 {'0' * 64} {'{' * 1_000_000}" * 5,
        "sudo:" * 200_000,
        "sudo: " * 200_000 + "\n",
        "sudo:\n" * 200_000,
        "Permission denied (" * 60_000,
    ],
    ids=lambda text: text[:12].strip() + f" {len(text)}",
)
def test_no_output_takes_long_to_search(printed: str) -> None:
    started = time.process_time()
    with pytest.raises(HostUnreadable):
        answer_in(printed, printed, nonce=NONCE)
    assert time.process_time() - started < 3, "a search with backtracking takes minutes"


def test_the_answer_is_found_before_openings_that_somebody_prints_later() -> None:
    assert answer_in(observing() + "@@MAGESAAS1 \n" * 10, nonce=NONCE).observation is not None


def test_an_error_of_a_host_repeats_no_secret_of_the_request() -> None:
    answer = framed({"ok": False, "error": {"code": "exception", "message": "got hunter2, https://a:b@c/"}})
    with pytest.raises(AgentError) as caught:
        answer_in(answer, nonce=NONCE, hiding=["hunter2"])
    assert caught.value.message == "got ********, https://********@c/"
