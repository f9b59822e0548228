"""Properties of runs in which claims move between installations: whatever the order, no claim is ever held twice."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace

import hypothesis.strategies as st
from hypothesis import given, settings

from magesaas_ops.laws.held_claims import gained_claims, held_claims, wanted_claims
from magesaas_ops.model.inventory import Stage
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.model.rival import Basis, Rival
from magesaas_ops.model.task import TaskKind
from magesaas_ops.model.world import World
from magesaas_ops.planning import plan_installation
from magesaas_ops.rules import judge_world
from tests.fuzzing import examples
from tests.planning.fleet_model import TODAY, installation, world
from tests.planning.model_host import MODULES, PACKAGES, Database, Failed, ModelInstallation, ModelNode

STAGES = {"eu": Stage.PRODUCTION, "staging": Stage.STAGING, "dev": Stage.DEVELOPMENT}
Wants = dict[str, str | None]


@st.composite
def inventories(draw: st.DrawFn) -> Wants:
    """A target for each, none for two; only production in production."""
    targets = draw(st.permutations(["t1", "t2", "u1", None]))[:3]
    wants: Wants = dict(zip(STAGES, targets, strict=True))
    return {**wants, "eu": draw(st.sampled_from([wants["eu"], "p1", "q1"]))}


@dataclass
class Run:
    """Some installations, worked on in any order; what the register of a run knows, told from the models."""

    models: dict[str, ModelInstallation]
    wants: Wants
    id: str
    those: set[str]
    leaving: set[str] = field(default_factory=set)

    def world(self, name: str) -> World:
        marks = frozenset(
            run for model in self.models.values() for node in model.nodes.values() if (run := node.flag.run)
        )
        seen = world(name, STAGES[name], self.wants[name], self.models[name], run=self.id, gone=marks - {self.id})
        others = {other: model for other, model in self.models.items() if other != name}
        held = {other: held_claims(node.observe() for node in model.nodes.values()) for other, model in others.items()}
        gained = gained_claims(seen)
        rivals = tuple(
            Rival(other, claims & gained, Basis.SEEN, other in self.leaving)
            for other, claims in held.items()
            if claims & gained
        )
        return replace(seen, rivals=rivals, claimants={claim: (one,) for one in STAGES for claim in self.wanted(one)})

    def wanted(self, name: str) -> frozenset[tuple[str, str]]:
        return wanted_claims(installation(name, STAGES[name], self.wants[name]), self.wants[name])

    def plan(self, name: str) -> InstallationPlan:
        seen = self.world(name)
        return plan_installation(seen, judge_world(seen, (), TODAY))

    def go(self, order: list[int], death: int | None) -> dict[str, Verdict]:
        """Give turns in this order until all have ended; killed inside the ``death``-th task."""
        self.leaving = set(self.those)
        while staying := {name for name in self.leaving if not begins_with_letting_go(self.plan(name))}:
            self.leaving -= staying
        ended: dict[str, Verdict] = {}
        for turn in range(200):
            names = sorted(self.those - set(ended))
            if not names:
                return ended
            plans = {name: self.plan(name) for name in names}
            ready = [name for name, plan in plans.items() if not (plan.tasks and plan.tasks[0].waits_for)]
            assert ready, f"they wait for one another: {names}"
            name = ready[order[turn % len(order)] % len(ready)]
            tasks = plans[name].tasks
            if tasks:
                self.models[name].perform(tasks[0], self.id, fail=1 if turn == death else None)
            else:
                ended[name] = plans[name].verdict
                self.leaving.discard(name)
            no_claim_is_held_twice(self.models)
        raise AssertionError(f"it does not end: {names}")


def begins_with_letting_go(plan: InstallationPlan) -> bool:
    return bool(plan.tasks) and plan.tasks[0].kind is TaskKind.DETACH


def no_claim_is_held_twice(models: dict[str, ModelInstallation]) -> None:
    ids = [id_ for model in models.values() for id_ in model.primary.attached_to]
    assert len(ids) == len(set(ids)), ids


def fleet() -> dict[str, ModelInstallation]:
    return {
        name: ModelInstallation({"web1": ModelNode(Database(upgraded=True), f"k-{name}", set(PACKAGES), set(MODULES))})
        for name in STAGES
    }


@given(
    inventories=st.lists(inventories(), min_size=2, max_size=4),
    those=st.lists(st.sets(st.sampled_from(list(STAGES)), min_size=1), min_size=4, max_size=4),
    order=st.lists(st.integers(0, 5), min_size=8, max_size=12),
    deaths=st.lists(st.one_of(st.none(), st.integers(0, 12)), min_size=4, max_size=4),
)
@settings(max_examples=examples(60), deadline=None)
def test_a_claim_that_moves_is_never_held_twice(
    inventories: list[Wants], those: list[set[str]], order: list[int], deaths: list[int | None]
) -> None:
    models = fleet()
    for number, wants in enumerate(inventories):
        with contextlib.suppress(Failed):
            Run(models, wants, f"run-{number}", those[number]).go(order, deaths[number])
    ended = Run(models, inventories[-1], "the-last", set(STAGES)).go(order, None)
    assert set(ended.values()) == {Verdict.IN_SYNC}
    for name, target in inventories[-1].items():
        assert models[name].primary.attached_to == ({target} if target else set())
