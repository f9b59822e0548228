"""Composed runs, on Magentos in memory: the parts in their order come to what the whole comes to, and none leaves a
mixture of two accounts, whatever was there and in whatever order they are called.
"""

from __future__ import annotations

import itertools

import hypothesis.strategies as st
from hypothesis import given, settings

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.planning import Part, only_detaching, part_of, parts_due_before, plan_installation
from tests.fuzzing import examples
from tests.planning.fleet_model import PRODUCTION, TYPES, findings, world
from tests.planning.model_host import ModelInstallation
from tests.planning.test_properties import STAGES, TARGETS, apply, models

RUNS = itertools.count()


def plan_of(name: str, target: str | None, model: ModelInstallation, part: Part | None, run: str) -> InstallationPlan:
    gone = frozenset(flag.run for node in model.nodes.values() if (flag := node.flag).run)
    seen = world(name, STAGES[name], target, model, run=run, gone=gone)
    plan = plan_installation(seen, findings(seen))
    if part is None:
        return plan
    return part_of(plan, part, seen) if not parts_due_before(plan, part) else only_detaching(plan)


def do(name: str, target: str | None, model: ModelInstallation, part: Part) -> None:
    """What an operation does: its part of the plan, until nothing of it is left."""
    run = f"part-{next(RUNS)}"
    for _ in range(25):
        plan = plan_of(name, target, model, part, run)
        if not plan.tasks:
            return
        model.perform(plan.tasks[0], run)
    raise AssertionError(f"{part} does not end: {plan.tasks[0]}")


def accounts_on(model: ModelInstallation) -> set[str]:
    return {
        text.rsplit("-", 1)[-1]
        for path, (_, text) in model.database.rows.items()
        if path in (paths.PROJECT_ID, *paths.SECRET_PATHS)
    }


@settings(max_examples=examples(100), deadline=None)
@given(name=st.sampled_from(list(STAGES)), target=TARGETS, former=TARGETS, model=models())
def test_the_parts_in_their_order_come_to_what_the_whole_comes_to(
    name: str, target: str | None, former: str | None, model: ModelInstallation
) -> None:
    apply(name, former, model)
    for part in Part:
        do(name, target, model, part)
    assert not plan_of(name, target, model, None, "looking").tasks


@settings(max_examples=examples(100), deadline=None)
@given(
    name=st.sampled_from(list(STAGES)),
    model=models(),
    calls=st.lists(st.tuples(TARGETS, st.sampled_from(list(Part))), min_size=1, max_size=6),
)
def test_no_part_leaves_keys_beside_ids_of_another_account_or_leads_past_the_guard(
    name: str, model: ModelInstallation, calls: list[tuple[str | None, Part]]
) -> None:
    for target, part in calls:
        do(name, target, model, part)
        assert len(accounts_on(model)) <= 1
        attached = model.database.rows.get(paths.ENVIRONMENT_ID, ("", ""))[1]
        assert name == "eu" or TYPES.get(attached) is not PRODUCTION


@settings(max_examples=examples(40), deadline=None)
@given(target=TARGETS, model=models(), part=st.sampled_from(list(Part)))
def test_a_part_of_a_refused_plan_is_refused_as_well(target: str | None, model: ModelInstallation, part: Part) -> None:
    plan = plan_of("eu-staging", target, model, None, "looking")
    seen = world("eu-staging", STAGES["eu-staging"], target, model)
    if plan.verdict is Verdict.REFUSED:
        assert part_of(plan, part, seen).verdict is Verdict.REFUSED
