"""The register of who holds which claim: what others hold that one is to gain, and how we know."""

from __future__ import annotations

import datetime
from dataclasses import replace

import gevent
import pytest

from magesaas_ops.converging.brief import Brief
from magesaas_ops.converging.holdings import Holdings
from magesaas_ops.converging.interruption import Interruption
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import HostUnknown, ObservedValue
from magesaas_ops.model.rival import Basis, Rival
from magesaas_ops.model.world import World
from tests.planning.model_host import Database, ModelNode

ID = "22222222-2222-4222-8222-222222222222"
CLAIM = (ID, "base")
FLEET = fleet_from_files(
    {
        "fleet.yaml": b"""
version: 1
accounts:
  acme:
    keys: {production: {api_key: {env: KEY}, private_key: {file: acme.pem}}}
    projects:
      shop:
        id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01
        saas_environments: {trial: {id: 22222222-2222-4222-8222-222222222222, type: testing}}
  zeta: {keys: {production: {api_key: {env: KEY}, private_key: {file: acme.pem}}}}
defaults: {stage: staging, root: /srv, websites: [base]}
installations:
  gainer: {hosts: [a], saas_environment: acme/shop/trial}
  holder: {hosts: [b], saas_environment: none}
  elsewhere: {hosts: [c], saas_environment: none, websites: [other]}
  strange: {hosts: [d], saas_environment: none, keys_from: zeta}
"""
    }
)
BRIEF = Brief(FLEET, datetime.date(2026, 6, 1), ())
SILENT = [HostUnknown("connection refused\nmore")]


def attached(id_: str | None) -> ModelNode:
    return ModelNode(Database({paths.ENVIRONMENT_ID: ("", id_)} if id_ else {}))


def gainer(brief: Brief = BRIEF) -> World:
    return brief.world(FLEET.installations["gainer"], {"a": attached(None).observe()})


def test_what_another_was_seen_to_hold_is_a_rival_until_it_is_seen_without() -> None:
    holdings = Holdings(BRIEF)
    holdings.see("holder", [attached(ID).observe()])
    assert holdings.rivals_of(gainer()) == (
        Rival("holder", frozenset({CLAIM}), Basis.SEEN, why="this run does not change it"),
    )
    holdings.see("holder", SILENT)
    assert len(holdings.rivals_of(gainer())) == 1, "an answer that fails to come takes nothing back"
    holdings.see("holder", [attached(None).observe()])
    assert holdings.rivals_of(gainer()) == ()


def test_a_row_that_no_cache_shows_yet_is_held_too() -> None:
    node = attached(ID)
    state = node.observe()
    value = ObservedValue(stored=ID, has_row=True, cached="another", is_cached=True)
    holdings = Holdings(BRIEF)
    holdings.see("holder", [replace(state, values={**state.values, paths.ENVIRONMENT_ID: value})])
    assert [rival.installation for rival in holdings.rivals_of(gainer())] == ["holder"]


def test_one_that_does_not_answer_may_hold_anything_unless_something_is_known() -> None:
    why = "it did not answer (connection refused)"
    holdings = Holdings(BRIEF)
    holdings.see("holder", SILENT)
    assert holdings.rivals_of(gainer()) == (Rival("holder", frozenset({CLAIM}), Basis.UNKNOWN, why=why),)
    for known, found in (
        ({}, ()),
        (
            {Basis.DECLARED_BEFORE: frozenset({CLAIM})},
            (Rival("holder", frozenset({CLAIM}), Basis.DECLARED_BEFORE, why=why),),
        ),
    ):
        brief = replace(BRIEF, held_before={"holder": known})
        holdings = Holdings(brief)
        holdings.see("holder", SILENT)
        assert holdings.rivals_of(gainer(brief)) == found


def test_those_that_may_hold_it_are_looked_at_as_well() -> None:
    assert [one.name for one in Holdings(BRIEF).beyond([gainer()])] == ["holder"]
    known = replace(BRIEF, held_before={"strange": {Basis.REMEMBERED: frozenset({CLAIM})}})
    assert [one.name for one in Holdings(known).beyond([gainer()])] == ["holder", "strange"]
    assumed = replace(BRIEF, assumed_detached=frozenset({"holder"}))
    assert [one.name for one in Holdings(assumed).beyond([gainer()])] == ["holder"], "only seeing it settles it"


def test_one_that_is_said_to_be_detached_is_believed_only_where_nobody_can_look() -> None:
    holdings = Holdings(replace(BRIEF, assumed_detached=frozenset({"holder"})))
    assert holdings.rivals_of(gainer()) == ()
    holdings.see("holder", SILENT)
    assert holdings.rivals_of(gainer()) == ()
    holdings.see("holder", [attached(ID).observe()])
    assert [rival.basis for rival in holdings.rivals_of(gainer())] == [Basis.SEEN]
    holds_it = BRIEF.world(FLEET.installations["gainer"], {"a": attached(ID).observe()})
    assert Holdings(BRIEF).beyond([holds_it]) == ()


@pytest.mark.parametrize("what", ["lets go", "ends", "is interrupted"])
def test_who_waits_goes_on_when_the_holder(what: str) -> None:
    holdings, interruption = Holdings(BRIEF), Interruption()
    holdings.see("holder", [attached(ID).observe()])
    holdings.leaves({"holder"})
    assert [rival.lets_go for rival in holdings.rivals_of(gainer())] == [True]
    waiting = gevent.spawn(holdings.wait_for, ["holder"], interruption)
    gevent.sleep(0)
    assert not waiting.ready()
    if what == "lets go":
        holdings.see("holder", [attached(None).observe()])
    elif what == "ends":
        holdings.stays("holder", "it ended as failed")
    else:
        interruption.begin()
    waiting.get(timeout=10)
    (*rivals,) = holdings.rivals_of(gainer())
    told = {"lets go": [], "ends": [(False, "it ended as failed")], "is interrupted": [(True, "")]}
    assert [(rival.lets_go, rival.why) for rival in rivals] == told[what]
