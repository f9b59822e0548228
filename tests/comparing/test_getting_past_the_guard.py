"""Somebody wants staging in production's data, and has a day, or two pull requests: refused each time."""

from __future__ import annotations

import pytest

from tests.comparing.sides import ACCOUNTS, report_of

LIVE = "   live: {stage: production, hosts: [l], websites: [live], saas_environment: acme/shop/production}\n"
STAGING = "  staging: {{stage: staging, hosts: [s], websites: [base], saas_environment: {}}}\n"
STAYS = " " + STAGING.format("acme/shop/testing-1")
MOVES = "-" + STAGING.format("acme/shop/testing-1") + "+" + STAGING.format("acme/shop/production")
PRODUCTION = next(line for line in ACCOUNTS.splitlines(keepends=True) if "type: production" in line)
TESTING = PRODUCTION.replace("type: production", "type: testing")
RELABELLED = ACCOUNTS.replace(PRODUCTION, "-" + PRODUCTION[1:] + "+" + TESTING[1:])
AS_TESTING = ACCOUNTS.replace(PRODUCTION, TESTING)


def waivers(sign: str, *rules: str, at: str = "accounts") -> str:
    entry = "{}  - {{rule: {}, at: {}, reason: trust me, owner: me@acme.example, expires: 2027-01-01}}\n"
    places = (at, "installations")
    return f"{sign}waivers:\n" + "".join(entry.format(sign, rule, place) for rule in rules for place in places)


def refused(diff: str) -> set[str]:
    return {one.finding.rule for one in report_of(diff).findings if one.finding.refuses}


ALL = ("saas-environment-type-changed", "non-production-beside-production", "undeclared-sharing")


def test_relabelled_and_moved_in_with_waivers_in_one_change():
    found = refused(RELABELLED + " installations:\n" + LIVE + MOVES + waivers("+", *ALL))
    assert found >= {"saas-environment-type-changed", "non-production-beside-production"}


def test_relabelled_first_with_the_waiver_beside_it():
    assert "saas-environment-type-changed" in refused(
        RELABELLED + " installations:\n" + LIVE + STAYS + waivers("+", "saas-environment-type-changed")
    )


def test_moved_in_second_after_the_type_was_called_another():
    assert "non-production-beside-production" in refused(
        AS_TESTING + " installations:\n" + LIVE + MOVES + waivers("+", "non-production-beside-production")
    )


def test_a_waiver_that_was_merged_before_lets_the_type_change_and_stands_outside_of_the_fold():
    diff = RELABELLED + " installations:\n" + LIVE + STAYS + waivers(" ", "saas-environment-type-changed")
    (told,) = [one for one in report_of(diff).findings if one.finding.rule == "saas-environment-type-changed"]
    assert told.is_waived_danger
    assert [(waiver.owner, waiver.reason) for waiver in told.waivers] == [("me@acme.example", "trust me")]


def test_a_leftover_waiver_of_another_name_does_not_cover_what_takes_that_name():
    """production is renamed to what an old waiver speaks of, and called testing in the same change."""
    renamed = TESTING.replace("production:", "old:", 1)
    accounts = ACCOUNTS.replace(PRODUCTION, "-" + PRODUCTION[1:] + "+" + renamed[1:])
    leftover = waivers(" ", "saas-environment-type-changed", at="accounts.acme.projects.shop.saas_environments.old")
    assert "saas-environment-type-changed" in refused(accounts + " installations:\n" + STAYS + leftover)


LIVE_ON = "{}  live: {{stage: {}, hosts: [{}], websites: [live], saas_environment: acme/shop/production}}\n"


def rules(diff: str) -> set[str]:
    return {one.finding.rule for one in report_of(diff).findings if one.introduced}


@pytest.mark.parametrize("node", ["s", "S.", "deploy@s"])
def test_production_pointed_at_the_node_and_root_of_staging(node):
    change = LIVE_ON.format("-", "production", "l") + LIVE_ON.format("+", "production", node)
    found = rules(ACCOUNTS + " installations:\n" + change + "-" + STAYS[1:])
    assert found >= {"stage-raised-to-production", "production-hosts-replaced", "installation-abandoned"}


def test_production_called_testing_is_told_although_nothing_moves():
    change = LIVE_ON.format("-", "production", "l") + LIVE_ON.format("+", "testing", "l")
    assert rules(ACCOUNTS + " installations:\n" + change) >= {"production-installation-removed"}


def test_a_website_handed_over_inside_one_saas_environment():
    diff = ACCOUNTS + (
        " installations:\n"
        "-  a: {stage: staging, hosts: [a], websites: [base, a], saas_environment: acme/shop/testing-2}\n"
        "-  b: {stage: staging, hosts: [b], websites: [b], saas_environment: acme/shop/testing-2}\n"
        "+  a: {stage: staging, hosts: [a], websites: [a], saas_environment: acme/shop/testing-2}\n"
        "+  b: {stage: staging, hosts: [b], websites: [BASE, b], saas_environment: acme/shop/testing-2}\n"
    )
    (handed,) = report_of(diff).impact.writers_changed
    assert (handed.website, handed.before, handed.after) == ("base", ("a",), ("b",))
