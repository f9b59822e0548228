"""``magesaas registry list``: the registry beside the inventory, and ids filled in."""

from __future__ import annotations

import json

from magesaas_ops.sandbox import Fault
from tests.cli.registry.conftest import INVENTORY, LIVE, OTHER, PROJECT, TEST_1, TEST_2, Desk

FILLED_IN = (
    INVENTORY.replace("        name: Acme", f"        id: {PROJECT}\n        name: Acme")
    .replace("live: {", f"live: {{id: {LIVE}, ")
    .replace("testing-1: {", f"testing-1: {{id: {TEST_1}, ")
)


def test_what_both_know_and_what_one_of_them_knows(opened: Desk):
    text = FILLED_IN.replace("saas_environment: none", "saas_environment: acme/shop/live").replace(TEST_1, OTHER)
    opened.file.write_text(text)
    status, out, _ = opened.run("registry", "list", "acme")
    assert status == 0
    assert out == (
        "acme (MAG1): 1 project, 3 SaaS environments\n"
        "  PROJECT    SAAS ENVIRONMENT  TYPE        ID                                    DECLARED AS     WRITTEN BY\n"
        f"  Acme Shop  Production        production  {LIVE}  acme/shop/live  eu\n"
        f"  Acme Shop  Testing 1         testing     {TEST_1}  –               –\n"
        f"  Acme Shop  Testing 2         testing     {TEST_2}  –               –\n"
        "  declared, and not in the registry:\n"
        f"    acme/shop/testing-1  testing  {OTHER}  inventories/fleet.yaml:12:22\n"
    )


def test_json_says_the_same(opened: Desk):
    status, out, _ = opened.run("registry", "list", "--all", "--format", "json")
    (account,) = json.loads(out)["accounts"]
    assert status == 0
    assert [one["declared"] and one["declared"]["saas_environment"] for one in account["saas_environments"]] == [
        "acme/shop/live",
        "acme/shop/testing-1",
        None,
    ]
    assert {one["id"] for one in account["ids_found"]} == {PROJECT, LIVE, TEST_1}


def test_write_fills_in_the_ids_and_nothing_else(opened: Desk):
    status, _, err = opened.run("registry", "list", "acme", "--write")
    assert (status, opened.file.read_text()) == (0, FILLED_IN)
    assert "inventories/fleet.yaml: 3 ids filled in\n" in err
    status, _, err = opened.run("registry", "list", "acme", "--write")
    assert (status, opened.file.read_text()) == (0, FILLED_IN)
    assert "nothing to fill in" in err
    assert opened.writes == []


def test_a_type_that_differs_is_a_refusal_and_nothing_is_written(opened: Desk):
    opened.account.projects[0].saas_environments[1].type = "Production"
    status, out, err = opened.run("registry", "list", "acme", "--write")
    assert (status, opened.file.read_text()) == (5, INVENTORY)
    why = f"acme/shop/testing-1: the registry's Testing 1 ({TEST_1}) is production, and it is declared testing"
    assert f"{why} (inventories/fleet.yaml:11:22)" in " ".join(out.split())
    assert "nothing was written" in err


def test_a_type_that_differs_under_a_declared_id_is_a_refusal(opened: Desk):
    opened.file.write_text(FILLED_IN)
    opened.account.projects[0].saas_environments[1].type = "Production"
    status, out, _ = opened.run("registry", "list", "acme")
    assert status == 5
    assert "declared testing: the registry's type is what counts" in out


def test_a_name_that_two_have_is_not_guessed(opened: Desk):
    opened.account.projects[0].saas_environments[2].name = "TESTING-1"
    status, out, _ = opened.run("registry", "list", "acme", "--write")
    assert status == 0
    assert TEST_1 not in opened.file.read_text()
    assert "2 SaaS environments of this name" in out


def test_a_name_that_nothing_has_says_what_there_is(opened: Desk):
    opened.file.write_text(INVENTORY.replace("testing-1:", "qa:"))
    _, out, _ = opened.run("registry", "list", "acme", "--write")
    assert LIVE in opened.file.read_text()
    assert f"Testing 1 ({TEST_1}), Testing 2 ({TEST_2})" in " ".join(out.split())


def test_one_account_that_cannot_be_asked_does_not_hide_the_others(opened: Desk):
    opened.file.write_text(
        INVENTORY.replace(
            "installations:",
            "  other: {keys: {production: {api_key: {env: NOT_SET}, private_key: {file: acme.pem}}}}\ninstallations:",
        )
    )
    status, out, _ = opened.run("registry", "list", "--all")
    assert status == 1
    assert "Acme Shop" in out
    assert "other: could not be asked" in out
    assert "NOT_SET" in out


def test_a_registry_that_is_down_is_told(opened: Desk):
    opened.registry.faults.append(Fault(status=403, path="ping"))
    status, out, _ = opened.run("registry", "list", "acme")
    assert status == 1
    assert "rejects the key pair of account acme" in " ".join(out.split())


def test_accounts_are_named_or_all(desk: Desk):
    assert desk.run("registry", "list")[0] == 2
    status, _, err = desk.run("registry", "list", "acne")
    assert (status, "Did you mean acme?" in err) == (2, True)
    assert desk.run("registry", "list", "acme", "--registry", "skip")[0] == 2
