"""What a rule says of a node that could not be looked at is not said a second time as unknown."""

from __future__ import annotations

from magesaas_ops.planning import plan_installation
from magesaas_ops.rules import judge_world
from tests.rules.worlds import TODAY, world_of

OWNED_BY_ANOTHER = {
    "reason": "deploy does not own app/etc/env.php",
    "hint": "Set run_as: www-data.",
    "code": "wrong-owner",
}


def test_a_wrong_owner_is_a_finding_and_another_node_stays_unknown() -> None:
    world = world_of({"nodes": {"web1": "the connection was refused", "web2": {"unknown": OWNED_BY_ANOTHER}}})
    plan = plan_installation(world, judge_world(world, (), TODAY))
    assert [finding.rule for finding in plan.findings if finding.refuses] == ["wrong-owner"]
    assert dict(plan.unknown) == {"web1": "the connection was refused"}
