"""What installations hold on their hosts, whoever wrote it there."""

from __future__ import annotations

import dataclasses

import pytest

from magesaas_ops.laws.held_claims import held_claims, wanted_claims
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.inventory import Stage
from tests.planning.fleet_model import world
from tests.planning.model_host import MODULES, PACKAGES, Database, ModelInstallation, ModelNode

ID = "81ab643b-b969-49ae-a059-49fc7b2eaefb"


@pytest.mark.parametrize("stored", [ID, ID.upper(), f" {ID}", f"{ID} "])
def test_a_claim_is_the_same_however_its_id_was_typed(stored: str) -> None:
    database = Database({paths.ENVIRONMENT_ID: ("", stored)}, upgraded=True)
    node = ModelNode(database, "k", set(PACKAGES), set(MODULES))
    seen = world("staging", Stage.STAGING, None, ModelInstallation({"web1": node}))
    installation = dataclasses.replace(seen.desired.installation, websites=next(iter(seen.hosts.values())).websites)
    assert held_claims(seen.hosts.values()) == wanted_claims(installation, ID) != frozenset()
