"""Properties of the planner, on Magentos in memory: applying ends, repairs, and is never in the wrong place.

A run may be killed inside any task; maintenance mode is left on, databases are copied and shared, files hold ids.
"""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import dataclass

import hypothesis.strategies as st
from hypothesis import given, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.inventory import SaasEnvironmentType, Stage
from magesaas_ops.model.node import Maintenance, MaintenanceMode
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.model.registry_record import RegistryStatus
from magesaas_ops.planning import plan_installation
from tests.fuzzing import examples
from tests.planning.fleet_model import PRODUCTION, TYPES, findings, world
from tests.planning.model_host import MODULES, PACKAGES, Database, Failed, ModelInstallation, ModelNode

STAGES = {"eu": Stage.PRODUCTION, "eu-staging": Stage.STAGING, "dev": Stage.DEVELOPMENT}
TARGETS = st.sampled_from([None, *TYPES])
RUNS = itertools.count()
_CLUSTER = ("web1", "web2")


@st.composite
def models(draw: st.DrawFn) -> ModelInstallation:
    """An installation of one or two nodes on one database, in any state that work or people may have left."""
    database = Database(upgraded=draw(st.booleans()))

    def node() -> ModelNode:
        is_installed = draw(st.booleans())
        return ModelNode(
            database,
            draw(st.sampled_from(["k1", "k2"])) if len(names) == 1 else "k1",
            installed=set(PACKAGES) if is_installed else set(),
            enabled=set(MODULES) if is_installed and draw(st.booleans()) else set(),
            mode=mode,
            compiled=draw(st.booleans()),
            deployed=draw(st.booleans()),
            flag=draw(st.sampled_from([Maintenance(), Maintenance(MaintenanceMode.OPERATOR)])),
        )

    names, mode = draw(st.sampled_from([("web1",), ("web1", "web2")])), draw(st.sampled_from(["default", "production"]))
    return ModelInstallation({name: node() for name in names})


def plan_of(name: str, target: str | None, model: ModelInstallation, **how: object) -> InstallationPlan:
    is_shared = bool(how.pop("is_shared", False))
    seen = world(name, STAGES[name], target, model, **how)
    return plan_installation(seen, findings(seen, is_shared=is_shared))


@dataclass
class Death:
    """Where a run is killed: inside which of its tasks, after how many of the things that this consists of."""

    task: int
    thing: int


def apply(
    name: str, target: str | None, model: ModelInstallation, death: Death | None = None, **how: object
) -> InstallationPlan:
    """The loop of converging, on models: the plan in which nothing is left to do; earlier runs are known to be gone."""
    run = f"run-{next(RUNS)}"
    gone = frozenset(flag.run for node in model.nodes.values() if (flag := node.flag).run)
    for turn in range(25):
        plan = plan_of(name, target, model, run=run, gone=gone, **how)
        if not plan.tasks:
            return plan
        fail = death.thing if death and death.task == turn else None
        model.perform(plan.tasks[0], run, fail=fail)
    raise AssertionError(f"applying {name} does not end: {plan.tasks[0]}")


@settings(max_examples=examples(100), deadline=None)
@given(name=st.sampled_from(list(STAGES)), target=TARGETS, model=models())
def test_applying_a_plan_and_planning_again_gives_no_tasks(
    name: str, target: str | None, model: ModelInstallation
) -> None:
    verdict = apply(name, target, model).verdict
    again = plan_of(name, target, model)
    assert verdict in {Verdict.IN_SYNC, Verdict.REFUSED}
    assert again.verdict is verdict
    assert again.tasks == ()


@settings(max_examples=examples(100), deadline=None)
@given(name=st.sampled_from(list(STAGES)), target=TARGETS, model=models(), later=TARGETS)
def test_every_step_is_owed_to_a_difference(
    name: str, target: str | None, model: ModelInstallation, later: str | None
) -> None:
    apply(name, target, model)
    plan = plan_of(name, later, model)
    if later == target:
        assert plan.verdict is not Verdict.CHANGES
    for task in plan.tasks:
        assert task.why
        assert task.nodes
        for step in task.steps:
            assert step.reason
            assert step.before != step.after or step.after is None or step.kind.value in {"value", "stamp"}


@given(
    name=st.sampled_from(list(STAGES)),
    target=TARGETS,
    model=models(),
    deaths=st.lists(st.builds(Death, st.integers(0, 9), st.integers(0, 8)), min_size=1, max_size=3),
)
@settings(max_examples=examples(300), deadline=None)
def test_whatever_kills_a_run_the_next_one_ends_whole(
    name: str, target: str | None, model: ModelInstallation, deaths: list[Death]
) -> None:
    were_operators = {name for name, node in model.nodes.items() if node.is_dark}
    was_refused = plan_of(name, target, model).verdict is Verdict.REFUSED
    for death in deaths:
        try:
            apply(name, target, model, death)
        except Failed:
            plan = plan_of(name, target, model, run="looking", gone=frozenset())
            is_left = any(node.flag.run or (node.is_broken and target) for node in model.nodes.values())
            assert not (is_left and plan.verdict is Verdict.IN_SYNC), "dark or broken, and called in sync"
    assert apply(name, target, model).verdict is (Verdict.REFUSED if was_refused else Verdict.IN_SYNC)
    assert {name for name, node in model.nodes.items() if node.is_dark} == were_operators
    assert not any(node.flag.run for node in model.nodes.values())
    assert target is None or was_refused or not any(node.is_broken for node in model.nodes.values())


@given(
    name=st.sampled_from(list(STAGES)),
    target=st.sampled_from(["t1", "p1"]),
    model=models(),
    death=st.builds(Death, st.integers(0, 9), st.integers(0, 8)),
    status=st.sampled_from([RegistryStatus.UNREACHABLE, RegistryStatus.REJECTED]),
)
@settings(max_examples=examples(200), deadline=None)
def test_what_a_dead_run_began_is_paid_although_the_attachment_is_refused(
    name: str, target: str, model: ModelInstallation, death: Death, status: RegistryStatus
) -> None:
    were_operators = {name for name, node in model.nodes.items() if node.is_dark}
    with contextlib.suppress(Failed):
        apply(name, target, model, death)
    attached = dict(model.database.rows)
    began = {name for name, node in model.nodes.items() if node.flag.run}
    assert apply(name, target, model, status=status).verdict is Verdict.REFUSED
    assert {name for name, node in model.nodes.items() if node.is_dark} == were_operators
    assert not any(node.flag.run or (began and node.is_apart) for node in model.nodes.values())
    assert model.database.rows == attached


@settings(max_examples=examples(100), deadline=None)
@given(name=st.sampled_from(list(STAGES)), model=models())
def test_a_mark_that_is_fresh_is_somebody_at_work(name: str, model: ModelInstallation) -> None:
    model.primary.flag = Maintenance(MaintenanceMode.OURS, "another", "it", "somebody@else", age=5)
    plan = plan_of(name, "t1", model)
    assert plan.verdict is Verdict.UNKNOWN
    assert plan.tasks == ()
    assert "somebody@else" in plan.unknown["web1"]
    model.primary.flag = Maintenance(MaintenanceMode.OURS, "another", "it", "somebody@else", age=500)
    assert plan_of(name, "t1", model).verdict is Verdict.CHANGES


class Fleet(RuleBasedStateMachine):
    """Inventories, database copies, kills, lying inventories and silent registries, in any order."""

    def __init__(self) -> None:
        super().__init__()
        production = Database()
        self.models = {
            "eu": ModelInstallation({node: ModelNode(production, "crypt-eu", mode="production") for node in _CLUSTER}),
            "eu-staging": ModelInstallation({"web1": ModelNode(Database(), "crypt-staging", mode="production")}),
            "dev": ModelInstallation({"web1": ModelNode(Database(), "crypt-dev")}),
        }
        self.copied: set[str] = set()

    @rule(
        name=st.sampled_from(list(STAGES)),
        wanted=TARGETS,
        death=st.one_of(st.none(), st.builds(Death, st.integers(0, 9), st.integers(0, 6))),
        declared=st.sampled_from([None, SaasEnvironmentType.TESTING]),
        status=st.sampled_from([RegistryStatus.ANSWERED, RegistryStatus.UNREACHABLE, RegistryStatus.REJECTED]),
    )
    def apply(
        self,
        name: str,
        wanted: str | None,
        death: Death | None,
        declared: SaasEnvironmentType | None,
        status: RegistryStatus,
    ) -> None:
        model = self.models[name]
        was = model.database.rows.get(paths.ENVIRONMENT_ID)
        how = {"declared_type": declared, "status": status, "is_shared": self._is_shared(name)}
        try:
            plan = apply(name, wanted, model, death, **how)
        except Failed:
            plan = None
        if plan is not None and plan.verdict is Verdict.IN_SYNC:
            assert model.primary.attached_to == ({wanted} if wanted else set())
        if plan is not None and not self._is_shared(name):
            self.copied.discard(name)
            assert not any(node.flag.run for node in model.nodes.values()), "dark, although nothing holds debts up"
        if model.database.rows.get(paths.ENVIRONMENT_ID) != was:
            self.copied.discard(name)

    @rule(source=st.sampled_from(list(STAGES)), onto=st.sampled_from(list(STAGES)))
    def copy_database(self, source: str, onto: str) -> None:
        if source != onto:
            self._put(onto, self.models[source].database.copy())

    @rule(onto=st.sampled_from(["eu-staging", "dev"]))
    def share_the_database_of_production(self, onto: str) -> None:
        self._put(onto, self.models["eu"].database)

    @rule(name=st.sampled_from(list(STAGES)))
    def a_visitor_comes(self, name: str) -> None:
        for node in self.models[name].nodes.values():
            node.warm()

    def _put(self, name: str, database: Database) -> None:
        for node in self.models[name].nodes.values():
            node.database = database
        self.copied.add(name)

    def _is_shared(self, name: str) -> bool:
        own = self.models[name].database
        return sum(model.database is own for model in self.models.values()) > 1

    @invariant()
    def only_a_copied_database_can_attach_to_production(self) -> None:
        for name, model in self.models.items():
            if STAGES[name] is not Stage.PRODUCTION and name not in self.copied and not self._is_shared(name):
                rows = model.database.rows
                assert TYPES.get(rows.get(paths.ENVIRONMENT_ID, ("", ""))[1]) is not PRODUCTION

    @invariant()
    def nothing_is_dark_and_in_sync(self) -> None:
        for name, model in self.models.items():
            if any(node.flag.run for node in model.nodes.values()):
                assert plan_of(name, None, model, run="looking").verdict is not Verdict.IN_SYNC

    @invariant()
    def detaching_is_held_up_by_nothing_but_a_shared_database(self) -> None:
        for name, model in self.models.items():
            on_production = any(TYPES.get(id_) is PRODUCTION for id_ in model.primary.attached_to)
            if STAGES[name] is Stage.PRODUCTION or not on_production:
                continue
            silent = RegistryStatus.UNREACHABLE
            shared = self._is_shared(name)
            plan = plan_of(name, "t1", model, run="looking", status=silent, is_shared=shared)
            assert plan.verdict is Verdict.REFUSED
            assert [task.kind.value for task in plan.tasks] == ([] if shared else ["detach"])

    @invariant()
    def keys_and_ids_are_never_of_two_accounts(self) -> None:
        for model in self.models.values():
            accounts = {
                text.rsplit("-", 1)[-1]
                for path, (_, text) in model.database.rows.items()
                if "project_id" in path or "key" in path
            }
            assert len(accounts) <= 1


TestFleet = Fleet.TestCase
TestFleet.settings = settings(max_examples=examples(120), stateful_step_count=25, deadline=None)
