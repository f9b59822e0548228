"""What installations were declared to hold, in this revision and in the ones before."""

from __future__ import annotations

import pytest

from magesaas_ops.laws.claims_before import claims_before
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.inventory import Fleet
from tests.laws.test_claims import FLEET, TESTING

BASE = (TESTING, "base")


def fleet(text: str) -> Fleet:
    return fleet_from_files({"fleet.yaml": text.encode()})


def test_an_installation_that_lets_go_was_declared_to_hold_it() -> None:
    now = fleet(
        FLEET.replace(
            "websites: [base], saas_environment: acme/shop/testing-1", "websites: [base], saas_environment: none"
        )
    )
    assert claims_before(now, [])["one"] == frozenset()
    assert claims_before(now, [fleet(FLEET)])["one"] == {BASE}


def test_one_that_is_declared_no_more_still_counts() -> None:
    now = fleet("\n".join(line for line in FLEET.splitlines() if not line.startswith("  one:")) + "\n")
    assert claims_before(now, [fleet(FLEET)])["one"] == {BASE}


def test_one_that_has_another_name_now_is_no_other_installation() -> None:
    for renamed in ("  uno: {formerly: [one], ", "  uno: {"):
        before = claims_before(fleet(FLEET.replace("  one: {", renamed)), [fleet(FLEET)])
        assert "one" not in before
        assert before["uno"] == {BASE}


@pytest.mark.parametrize(
    "takes", ["quiet: {formerly: [one], stage: staging, hosts: [c]", "quiet: {stage: staging, hosts: [c, a]"]
)
def test_one_that_stood_beside_another_does_not_become_it(takes: str) -> None:
    """Neither by saying so nor by taking its node: what the other held would be nobody's."""
    now = "\n".join(line for line in FLEET.splitlines() if not line.startswith("  one:")) + "\n"
    before = claims_before(fleet(now.replace("quiet: {stage: staging, hosts: [c]", takes)), [fleet(FLEET)])
    assert before["one"] == {BASE}
    assert before["quiet"] == frozenset()
