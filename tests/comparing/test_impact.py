from __future__ import annotations

import dataclasses

from hypothesis import given, settings

from magesaas_ops import comparing
from magesaas_ops.laws.claims import claims_of
from magesaas_ops.laws.transition import transition
from magesaas_ops.model.impact import Impact
from tests.comparing.fleets import INVENTORY, fleet_of
from tests.comparing.sides import ACCOUNTS, report_of
from tests.fuzzing import examples


def impact(before, after):
    return comparing.impact(transition(before, after))


def told(claims):
    return [f"{claim.installation}: {claim.website} in {claim.saas_environment}" for claim in claims]


def moves(found: Impact):
    return [f"{claim.installation}: {claim.website} {claim.source} → {claim.target}" for claim in found.claims_moved]


def renames(found: Impact):
    return [f"{one.noun} {one.before} → {one.after} by {one.by.value}" for one in found.renamed]


def touched(found: Impact):
    return {str(one.saas_environment): one.installations for one in found.saas_environments_touched}


def impact_of(installations: str, accounts: str = ACCOUNTS) -> Impact:
    return report_of(accounts + " installations:\n" + installations).impact


def test_another_saas_environment_moves_every_claim_and_owes_a_resync():
    found = impact_of("""\
   eu:
     stage: staging
     hosts: [eu]
     websites: [base, b2b]
-    saas_environment: acme/shop/testing-1
+    saas_environment: acme/shop/testing-2
   us: {stage: staging, hosts: [us], websites: [us], saas_environment: acme/shop/testing-2}
""")
    assert moves(found) == [
        "eu: b2b acme/shop/testing-1 → acme/shop/testing-2",
        "eu: base acme/shop/testing-1 → acme/shop/testing-2",
    ]
    assert (found.claims_gained, found.claims_lost) == ((), ())
    assert touched(found) == {"acme/shop/testing-1": (), "acme/shop/testing-2": ("eu", "us")}
    assert [(one.installation, one.websites) for one in found.resyncs_owed] == [("eu", ("b2b", "base"))]


def test_quarantine_loses_claims_and_owes_nothing():
    found = impact_of("""\
-  eu: {stage: staging, hosts: [eu], websites: [base], saas_environment: acme/shop/testing-1}
+  eu: {stage: staging, hosts: [eu], websites: [base], saas_environment: none}
""")
    assert told(found.claims_lost) == ["eu: base in acme/shop/testing-1"]
    assert found.resyncs_owed == ()
    assert touched(found) == {"acme/shop/testing-1": ()}


def test_a_website_more_is_a_claim_gained():
    found = impact_of("""\
-  eu: {stage: staging, hosts: [eu], websites: [base], saas_environment: acme/shop/testing-1}
+  eu: {stage: staging, hosts: [eu], websites: [b2b, base], saas_environment: acme/shop/testing-1}
""")
    assert told(found.claims_gained) == ["eu: b2b in acme/shop/testing-1"]
    assert [one.websites for one in found.resyncs_owed] == [("b2b",)]


EU = "   eu: {stage: staging, hosts: [eu], websites: [base], saas_environment: acme/shop/testing-1}\n"


def test_another_id_below_the_same_name_moves_the_claims():
    accounts = ACCOUNTS.replace(
        "           testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing}\n",
        "-          testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing}\n"
        "+          testing-1: {id: aaaaaaa9-0000-4000-8000-000000000009, type: testing}\n",
    )
    (moved,) = impact_of(EU, accounts).claims_moved
    assert moved.source == moved.target
    assert (moved.source_ids.saas_environment, moved.target_ids.saas_environment) == (
        "aaaaaaa2-0000-4000-8000-000000000002",
        "aaaaaaa9-0000-4000-8000-000000000009",
    )


def test_another_name_for_the_same_id_moves_nothing():
    accounts = ACCOUNTS.replace(
        "           testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing}\n",
        "-          testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing}\n"
        "+          testing: {id: AAAAAAA2-0000-4000-8000-000000000002, type: testing}\n",
    )
    found = impact_of("-" + EU[1:] + "+" + EU[1:].replace("testing-1", "testing"), accounts)
    assert renames(found) == ["SaaS environment acme/shop/testing-1 → acme/shop/testing by id"]
    assert dataclasses.replace(found, renamed=()) == Impact()


def test_a_saas_environment_that_gets_its_id_owes_the_first_sync():
    accounts = ACCOUNTS.replace(
        "           testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing}\n",
        "-          testing-1: {type: testing}\n"
        "+          testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing}\n",
    )
    found = impact_of(EU, accounts)
    assert found.claims_moved == ()
    assert [one.installation for one in found.resyncs_owed] == ["eu"]


def test_a_saas_environment_whose_type_changes_is_touched():
    accounts = ACCOUNTS.replace(
        "           testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing}\n",
        "-          testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing}\n"
        "+          testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: production}\n",
    )
    assert touched(impact_of(EU, accounts)) == {"acme/shop/testing-1": ("eu",)}


def test_a_website_spelt_otherwise_keeps_its_claim():
    assert impact_of("-" + EU[1:] + "+" + EU[1:].replace("base", "BASE")) == Impact()


def test_claims_that_cannot_be_read_are_not_lost():
    report = report_of(ACCOUNTS + " installations:\n-" + EU[1:] + "+" + EU[1:].replace("[eu]", "eu"))
    assert report.impact == Impact()
    assert report.unknown == ("installations.eu",)


@settings(max_examples=examples(60), deadline=None)
@given(INVENTORY)
def test_nothing_happens_to_data_when_nothing_changes(plain):
    assert impact(fleet_of(plain), fleet_of(plain)) == Impact()


@settings(max_examples=examples(60), deadline=None)
@given(INVENTORY, INVENTORY)
def test_gained_lost_and_moved_explain_every_claim(old, new):
    before, after = fleet_of(old), fleet_of(new)
    found = impact(before, after)
    now = {one.before: one.after for one in found.renamed if one.noun == "installation"}
    claims = {(now.get(c.installation, c.installation), c.website.lower()) for c in claims_of(before)}
    claims -= {(c.installation, c.website.lower()) for c in found.claims_lost}
    claims |= {(c.installation, c.website.lower()) for c in found.claims_gained}
    assert claims == {(c.installation, c.website.lower()) for c in claims_of(after)}
    owing = {(r.installation, code.lower()) for r in found.resyncs_owed for code in r.websites}
    assert {(c.installation, c.website.lower()) for c in (*found.claims_gained, *found.claims_moved)} <= owing


@settings(max_examples=examples(60), deadline=None)
@given(INVENTORY, INVENTORY)
def test_the_way_back_loses_what_was_gained(old, new):
    before, after = fleet_of(old), fleet_of(new)
    there, back = impact(before, after), impact(after, before)
    now = {one.before: one.after for one in there.renamed if one.noun == "installation"}
    assert len(there.claims_lost) == len(back.claims_gained)
    assert len(there.claims_gained) == len(back.claims_lost)
    assert {(m.installation, m.source, m.target) for m in there.claims_moved} == {
        (now.get(m.installation, m.installation), m.target, m.source) for m in back.claims_moved
    }
