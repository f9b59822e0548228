"""A plan names what the registry does not have yet, and labels that differ."""

from __future__ import annotations

import json

import pytest

from magesaas_ops.laws.pending import registry_notes
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.finding import Coverage
from magesaas_ops.model.plan import Plan
from magesaas_ops.model.plan_report import PlanReport
from magesaas_ops.model.registry_record import RegistryAnswer, RegistryRecord, RegistryStatus
from magesaas_ops.reports.formats import rendered

PROJECT, LIVE = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
FLEET = fleet_from_files(
    {
        "fleet.yaml": f"""version: 1
accounts:
  acme:
    keys: {{production: {{api_key: {{env: A}}, private_key: {{file: a.pem}}}}}}
    projects:
      new: {{saas_environments: {{live: {{type: production}}}}}}
      old:
        id: {PROJECT}
        name: Old
        saas_environments:
          live: {{id: {LIVE}, type: production, name: Live}}
          testing-1: {{type: testing}}
""".encode()
    }
)
ANSWER = RegistryAnswer(RegistryStatus.ANSWERED, {LIVE: RegistryRecord(PROJECT, "Old <b>", LIVE, "Live", "Production")})
NOTES = registry_notes(FLEET, {"acme": ANSWER})


def test_what_is_pending_is_named_with_the_command_that_goes_on():
    assert NOTES == (
        "project acme/new is declared and has no id yet; to request it: magesaas registry create acme new --write",
        "acme/old/testing-1 has no id yet; to take it from the registry: magesaas registry list acme --write",
        "acme/old is called Old <b> in the registry and Old in the inventory; to make it so: magesaas registry rename "
        "acme",
    )
    assert registry_notes(FLEET, {}) == NOTES[:2]


@pytest.mark.parametrize("format_", ["text", "json", "markdown"])
def test_every_format_has_them(format_: str):
    told = rendered("plan", PlanReport(Plan(()), Coverage(1, 0, 1), {}, NOTES), format_)
    assert "registry create acme new" in " ".join(told.split())
    if format_ == "json":
        assert json.loads(told)["notes"] == list(NOTES)
    if format_ == "markdown":
        assert "<b>" not in told
