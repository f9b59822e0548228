"""The registry client against a registry that checks signatures, and against one that misbehaves."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.errors import KeysRejected, RegistryUnreachable, UnknownToRegistry, UsageError
from magesaas_ops.model.inventory import SaasEnvironmentType
from magesaas_ops.model.registry_record import RegistryRecord, RegistryStatus
from magesaas_ops.model.secret_ref import KeyMaterial, Secret
from magesaas_ops.registry import RegistryClient, ask_registries, ask_registry
from magesaas_ops.sandbox import Fault, SandboxProject, SandboxRegistry, SandboxSaasEnvironment, new_key_pair
from tests.registry.conftest import API_KEY

if TYPE_CHECKING:
    pass


def test_the_registry_accepts_our_signature_and_answers(registry: SandboxRegistry, keys: KeyMaterial) -> None:
    with RegistryClient("acme", keys, url=registry.url) as client:
        client.check_keys()
        assert {record.saas_environment_id for record in client.records()} == {"e1", "e2"}
        assert client.saas_environment("e1").type is SaasEnvironmentType.PRODUCTION
        assert client.saas_environment("e2").type is SaasEnvironmentType.TESTING


@pytest.mark.parametrize("url_tail", ["", "some/path", "some/path/"])
def test_a_path_in_the_gateway_url_is_dropped(registry: SandboxRegistry, keys: KeyMaterial, url_tail: str) -> None:
    with RegistryClient("acme", keys, url=registry.url + url_tail) as client:
        client.check_keys()


def test_another_key_is_rejected_and_not_tried_again(registry: SandboxRegistry) -> None:
    wrong = KeyMaterial(Secret(API_KEY), Secret(new_key_pair()[0]), "unused")
    with RegistryClient("acme", wrong, url=registry.url) as client, pytest.raises(KeysRejected, match="acme"):
        client.check_keys()
    assert len(registry.requests) == 1


def test_an_unknown_id_is_not_a_failure_of_the_registry(registry: SandboxRegistry, keys: KeyMaterial) -> None:
    with RegistryClient("acme", keys, url=registry.url) as client, pytest.raises(UnknownToRegistry):
        client.saas_environment("e9")


@pytest.mark.parametrize("fault", [Fault(503), Fault(500), Fault(reset=True), Fault(429, retry_after="0")])
def test_a_passing_fault_is_tried_again(registry: SandboxRegistry, keys: KeyMaterial, fault: Fault) -> None:
    registry.faults.append(fault)
    with RegistryClient("acme", keys, url=registry.url) as client:
        client.check_keys()
    assert fault.times == 0


def test_retry_after_is_honoured(registry: SandboxRegistry, keys: KeyMaterial) -> None:
    registry.faults.append(Fault(429, retry_after="1"))
    started = time.monotonic()
    with RegistryClient("acme", keys, url=registry.url) as client:
        client.check_keys()
    assert time.monotonic() - started >= 1


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault(503, times=99), "HTTP 503"),
        (Fault(200, body="<html>down for maintenance</html>", times=99, path="registry"), "no JSON"),
        (Fault(200, body="[]", times=99, path="projects"), "without a list of results"),
        (Fault(200, body='{"results": [{"projectId": "p1"}]}', times=99, path="projects"), "without projectName"),
        (Fault(302, body="", times=99), "HTTP 302"),
    ],
)
def test_an_answer_that_is_none_is_the_registry_unreachable(
    registry: SandboxRegistry, keys: KeyMaterial, fault: Fault, told: str
) -> None:
    registry.faults.append(fault)
    with RegistryClient("acme", keys, url=registry.url) as client, pytest.raises(RegistryUnreachable, match=told):
        client.check_keys()
        client.project("p1")


def test_a_slow_registry_is_unreachable_within_the_bound(registry: SandboxRegistry, keys: KeyMaterial) -> None:
    registry.latency = 5.0
    with RegistryClient("acme", keys, url=registry.url, timeout=0.2) as client, pytest.raises(RegistryUnreachable):
        client.check_keys()


def test_asking_gives_values_for_everything_that_may_happen(registry: SandboxRegistry, keys: KeyMaterial) -> None:
    answered = ask_registry("acme", keys, url=registry.url, project_ids={"p1", "p-unknown"})
    assert answered.status is RegistryStatus.ANSWERED
    assert set(answered.records) == {"e1", "e2"}
    stranger = KeyMaterial(Secret("nobody"), keys.private_key, "unused")
    answers = ask_registries({"a": (keys, {"p1"}), "b": (stranger, {"p1"})}, url=registry.url)
    assert [answers["a"].status, answers["b"].status] == [RegistryStatus.ANSWERED, RegistryStatus.REJECTED]
    gone = ask_registry("acme", keys, url="http://127.0.0.1:9/", project_ids={"p1"})
    assert gone.status is RegistryStatus.UNREACHABLE


@pytest.mark.parametrize("text", ["Production", "Staging", "", "testing-ish", "TEST"])
def test_a_type_that_is_not_plainly_testing_counts_as_production(text: str) -> None:
    assert RegistryRecord("p", "P", "e", "E", text).is_production


def test_accounts_are_asked_at_the_same_time(registry: SandboxRegistry, keys: KeyMaterial) -> None:
    registry.latency = 1.5
    started = time.monotonic()
    answers = ask_registries({f"a{number}": (keys, {"p1"}) for number in range(6)}, url=registry.url)
    assert {answer.status for answer in answers.values()} == {RegistryStatus.ANSWERED}
    assert list(answers) == [f"a{number}" for number in range(6)]
    assert time.monotonic() - started < 6 * 2 * registry.latency


def test_trying_again_is_told_to_those_who_listen_only(registry: SandboxRegistry, keys: KeyMaterial) -> None:
    program = (
        "import sys; from magesaas_ops.model.secret_ref import KeyMaterial, Secret;"
        "from magesaas_ops.registry import ask_registry; "
        "from magesaas_ops.cli.options import _speak; _speak(int(sys.argv[2]));"
        "keys = KeyMaterial(Secret('k'), Secret(sys.stdin.read()), '');"
        "print(ask_registry('acme', keys, url=sys.argv[1], project_ids=()).status.value)"
    )
    for verbosity, told in (("0", ""), ("1", "the registry is tried again: it answered HTTP 503\n")):
        registry.faults.append(Fault(503))
        done = subprocess.run(
            [sys.executable, "-c", program, registry.url, verbosity],
            input=keys.private_key.reveal(),
            capture_output=True,
            text=True,
            check=True,
        )
        assert (done.stdout, done.stderr) == ("rejected\n", told)


def test_no_secret_is_logged_or_told(
    registry: SandboxRegistry, keys: KeyMaterial, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    registry.faults += [Fault(503), Fault(reset=True)]
    answer = ask_registry("acme", keys, url=registry.url, project_ids={"p1", "p2"})
    registry.faults.append(Fault(401, body="{}"))
    rejected = ask_registry("acme", keys, url=registry.url, project_ids={"p1"})
    told = f"{caplog.text} {answer} {rejected} {keys!r}"
    assert API_KEY not in told
    assert keys.private_key.reveal().splitlines()[3] not in told


def test_a_registry_that_lies_to_one_account_is_that_accounts_trouble(
    registry: SandboxRegistry, keys: KeyMaterial, key_pair: tuple[str, str]
) -> None:
    other = KeyMaterial(Secret("other-api-key"), Secret(key_pair[0]), "unused")
    long = SandboxProject("p9", "x" * 40_000, [SandboxSaasEnvironment("e9", "Testing")])
    registry.add_account("other-api-key", key_pair[1], [long])
    answers = ask_registries({"acme": (keys, {"p1"}), "other": (other, {"p9"})}, url=registry.url)
    assert answers["acme"].status is RegistryStatus.ANSWERED
    assert answers["other"].status is RegistryStatus.UNREACHABLE
    assert "has projectName of 40,000 characters; at most 1,000 are taken" in answers["other"].message
    assert len(answers["other"].message) < 500


def test_whatever_goes_wrong_with_one_account_is_its_answer(registry: SandboxRegistry, keys: KeyMaterial) -> None:
    unsigned = KeyMaterial(Secret("canary"), Secret("no key at all"), "unused")
    answers = ask_registries({"broken": (unsigned, {"p1"}), "acme": (keys, {"p1"})}, url=registry.url)
    assert answers["broken"].status is RegistryStatus.UNREACHABLE
    assert "canary" not in answers["broken"].message
    assert answers["acme"].status is RegistryStatus.ANSWERED


def test_an_address_that_makes_no_sense_is_the_callers_mistake(keys: KeyMaterial) -> None:
    with pytest.raises(UsageError):
        ask_registries({"acme": (keys, {"p1"})}, url="ftp://registry.example/")
