"""``magesaas registry rename``: the labels become the declared ones."""

from __future__ import annotations

import json

import pytest

from magesaas_ops.sandbox import Fault
from tests.cli.registry.conftest import INVENTORY, LIVE, PROJECT, TEST_1, Desk

RENAME = ("registry", "rename", "acme", "--yes")
DECLARED = (
    INVENTORY.replace("name: Acme Shop", f"id: {PROJECT}\n        name: Acme Storefront")
    .replace("live: {type: production, name: Production}", f"live: {{id: {LIVE}, type: production, name: Live}}")
    .replace("testing-1: {", f"testing-1: {{id: {TEST_1}, ")
)


@pytest.fixture
def named(opened: Desk) -> Desk:
    opened.file.write_text(DECLARED)
    return opened


def labels(desk: Desk) -> list[str]:
    (project,) = desk.account.projects
    return [project.name, *(one.name for one in project.saas_environments)]


def test_before_and_after_are_shown_and_the_declared_labels_are_there(named: Desk):
    status, out, _ = named.run(*RENAME)
    assert status == 0
    assert out == "acme/shop  Acme Shop → Acme Storefront\nacme/shop/live  Production → Live\n"
    assert labels(named) == ["Acme Storefront", "Live", "Testing 1", "Testing 2"]
    assert named.writes == [f"PATCH registry/projects/{PROJECT}", f"PATCH registry/environments/{LIVE}"]
    logged = [json.loads(line) for line in (named.folder / "audit.jsonl").read_text().splitlines()]
    assert [(one["verb"], one["before"], one["after"], one["outcome"]) for one in logged] == [
        ("registry rename", "Acme Shop", "Acme Storefront", "done"),
        ("registry rename", "Production", "Live", "done"),
    ]


def test_the_second_time_there_is_nothing_to_do(named: Desk):
    assert named.run(*RENAME)[0] == 0
    status, out, err = named.run(*RENAME)
    assert (status, out, len(named.writes)) == (0, "", 2)
    assert "every label is the declared one" in err


def test_nobody_to_ask_is_said_before_anything_is_asked(named: Desk):
    assert (named.run(*RENAME[:-1])[0], named.registry.requests) == (2, [])


@pytest.mark.parametrize("is_done", [True, False])
def test_a_lost_answer_is_settled_by_looking(named: Desk, is_done: bool):
    named.registry.faults.append(Fault(500, method="PATCH", path="projects", is_done=is_done))
    status, _, err = named.run(*RENAME)
    assert (status, len(named.writes)) == (0 if is_done else 1, 2)
    assert labels(named)[:2] == ["Acme Storefront" if is_done else "Acme Shop", "Live"]
    assert ("acme/shop is still Acme Shop" in err) is not is_done


def test_an_unknown_label_call_is_told_and_the_others_go_on(named: Desk):
    named.registry.faults.append(Fault(404, body='{"message": "No endpoint"}', method="PATCH", path="projects"))
    status, _, err = named.run(*RENAME)
    assert (status, labels(named)[:2]) == (1, ["Acme Shop", "Live"])
    assert "HTTP 404: No endpoint" in err


def test_two_things_with_one_label_are_refused(named: Desk):
    named.file.write_text(DECLARED.replace("name: Live", "name: testing 1"))
    status, _, err = named.run(*RENAME)
    assert (status, named.writes) == (5, [])
    assert "would be called testing 1" in err


def test_labels_that_change_places_are_fine(named: Desk):
    named.file.write_text(
        DECLARED.replace("name: Live", "name: Testing 1").replace("type: testing", "type: testing, name: Production")
    )
    assert named.run(*RENAME)[0] == 0
    assert labels(named)[1:3] == ["Testing 1", "Production"]
