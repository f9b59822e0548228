"""Who claims what: declared, or seen on the hosts."""

from __future__ import annotations

from magesaas_ops.laws.claims import claimants
from magesaas_ops.loading import fleet_from_files

TESTING = "22222222-2222-4222-8222-222222222222"
FLEET = f"""\
version: 1
accounts:
  acme:
    keys: {{production: {{api_key: {{env: A}}, private_key: {{env: B}}}}}}
    projects:
      shop:
        id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01
        saas_environments:
          testing-1: {{id: {TESTING}, type: testing, shared: true}}
          to-come: {{type: testing}}
defaults: {{root: /srv}}
installations:
  one: {{stage: staging, hosts: [a], websites: [base], saas_environment: acme/shop/testing-1}}
  two: {{stage: staging, hosts: [b], websites: [Trial], saas_environment: acme/shop/testing-1}}
  quiet: {{stage: staging, hosts: [c], websites: [base], saas_environment: none}}
  early: {{stage: staging, hosts: [d], websites: [base], saas_environment: acme/shop/to-come}}
"""


def test_claims_are_those_of_ids_and_folded_codes() -> None:
    fleet = fleet_from_files({"fleet.yaml": FLEET.encode()})
    assert claimants(fleet) == {(TESTING, "base"): ("one",), (TESTING, "trial"): ("two",)}


def test_two_that_have_the_same_undeclared_website_claim_it_both() -> None:
    fleet = fleet_from_files({"fleet.yaml": FLEET.encode()})
    seen = {"one": ["base", "outlet"], "two": ["Trial", "Outlet"], "quiet": ["outlet"]}
    assert claimants(fleet, seen)[TESTING, "outlet"] == ("one", "two")
