"""``magesaas registry create``: a project is requested once, and what is there afterwards decides."""

from __future__ import annotations

import json

import pytest

from magesaas_ops.sandbox import Fault, SandboxRegistry
from tests.cli.registry.conftest import API_KEY, INVENTORY, Desk

CREATE = ("registry", "create", "acme", "shop", "--yes")
POSTED = ["POST registry/initialize"]


def outcomes(desk: Desk) -> list[str]:
    log = (desk.folder / "audit.jsonl").read_text()
    assert API_KEY not in log
    return [json.loads(line)["outcome"] for line in log.splitlines()]


def test_the_project_is_there_and_its_ids_stand_in_the_inventory(desk: Desk):
    status, out, err = desk.run(*CREATE, "--write")
    (project,) = desk.account.projects
    assert (status, project.name, desk.writes, outcomes(desk)) == (0, "Acme Shop", POSTED, ["done"])
    live, testing, _ = project.saas_environments
    text = INVENTORY.replace("        name: Acme", f"        id: {project.id}\n        name: Acme")
    text = text.replace("live: {", f"live: {{id: {live.id}, ").replace(
        "testing-1: {", f"testing-1: {{id: {testing.id}, "
    )
    assert desk.file.read_text() == text
    assert f"made: Acme Shop ({project.id})" in err
    assert "acme/shop/live" in out
    assert desk.run("check")[0] == 0


def test_without_write_the_file_stays_and_the_ids_are_shown(desk: Desk):
    status, out, _ = desk.run(*CREATE)
    assert (status, desk.file.read_text()) == (0, INVENTORY)
    assert f"acme/shop  id: {desk.account.projects[0].id}" in out


def test_what_no_name_finds_is_taken_in_order_by_type(desk: Desk):
    desk.file.write_text(INVENTORY.replace("testing-1:", "qa:"))
    assert desk.run(*CREATE, "--write")[0] == 0
    _, testing, _ = desk.account.projects[0].saas_environments
    assert f"qa: {{id: {testing.id}, type: testing}}" in desk.file.read_text()


def test_a_name_that_exists_is_refused(opened: Desk):
    status, _, err = opened.run(*CREATE)
    assert (status, opened.writes) == (5, [])
    assert "has a project Acme Shop already" in err
    assert "registry list acme --write" in err


def test_a_project_with_an_id_is_refused_and_an_undeclared_one_is_a_mistake(desk: Desk):
    status, _, err = desk.run("registry", "create", "acme", "shpo", "--yes")
    assert (status, "Did you mean shop?" in err) == (2, True)
    desk.file.write_text(
        INVENTORY.replace("name: Acme", "id: 11111111-1111-4111-8111-111111111111\n        name: Acme")
    )
    assert desk.run(*CREATE)[0] == 5
    assert desk.registry.requests == []


def test_nobody_to_ask_is_said_before_anything_is_asked(desk: Desk):
    status, _, err = desk.run(*CREATE[:-1])
    assert (status, desk.registry.requests) == (2, [])
    assert "--yes" in err


@pytest.mark.parametrize(
    "fault", [Fault(500), Fault(502, body="<html>"), Fault(reset=True), Fault(200, body="what?"), Fault(200, body="{}")]
)
@pytest.mark.parametrize("is_done", [True, False])
def test_a_lost_answer_is_settled_by_looking_and_never_by_asking_twice(desk: Desk, fault: Fault, is_done: bool):
    desk.registry.faults.append(Fault(fault.status, fault.body, reset=fault.reset, method="POST", is_done=is_done))
    status, _, err = desk.run(*CREATE)
    assert desk.writes == POSTED
    assert outcomes(desk) == ["done" if is_done else "unknown"]
    if is_done:
        assert (status, "but the project is there" in err) == (0, True)
    else:
        assert (status, "it is not there now" in err, "It may still come" in err) == (1, True, True)


def test_a_lost_answer_and_a_registry_that_is_down_afterwards_is_unknown(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.registry.faults.append(Fault(reset=True, method="POST", is_done=True))
    desk.registry.faults.append(Fault(401, path="registry", times=0))
    before = SandboxRegistry.answer

    def down_after_the_write(registry: SandboxRegistry, method: str, *rest: object):
        answer = before(registry, method, *rest)
        if method == "POST":
            desk.registry.faults[-1].times = 9
        return answer

    monkeypatch.setattr(SandboxRegistry, "answer", down_after_the_write)
    status, _, err = desk.run(*CREATE)
    assert (status, outcomes(desk)) == (1, ["unknown"])
    assert "looking for it failed" in err


@pytest.mark.parametrize("code", [400, 403, 409, 422])
def test_a_refusal_of_the_registry_is_its_own_word(desk: Desk, code: int):
    desk.registry.faults.append(Fault(code, body=f'{{"message": "no more for {API_KEY}"}}', method="POST"))
    status, _, err = desk.run(*CREATE)
    assert (status, desk.writes, outcomes(desk)) == (1, POSTED, ["failed"])
    assert f"HTTP {code}: no more for" in err
