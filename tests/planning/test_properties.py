"""Properties of the planner, on hosts in memory: applying ends, and never in the wrong place."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from magesaas_ops.model.inventory import SaasEnvironmentType, Stage
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.model.registry_record import RegistryStatus
from magesaas_ops.planning import Stage as Work
from magesaas_ops.planning import next_stage, plan_installation
from tests.planning.fleet_model import PRODUCTION, TYPES, findings, world
from tests.planning.model_host import MODULES, PACKAGES, Database, ModelHost, StepFailed

STAGES = {"eu": Stage.PRODUCTION, "eu-staging": Stage.STAGING, "dev": Stage.DEVELOPMENT}
TARGETS = st.sampled_from([None, *TYPES])

hosts = st.builds(
    ModelHost,
    crypt_key=st.sampled_from(["k1", "k2"]),
    installed=st.sampled_from([set(), set(PACKAGES)]),
    enabled=st.sampled_from([set(), set(MODULES)]),
    upgraded=st.booleans(),
    mode=st.sampled_from(["default", "production"]),
    compiled=st.booleans(),
).map(lambda host: (setattr(host, "database", Database()), host)[1])


def plan_of(name: str, target: str | None, host: ModelHost, **how: object) -> InstallationPlan:
    seen = world(name, STAGES[name], target, host, **how)
    return plan_installation(seen, findings(seen))


def apply(name: str, target: str | None, host: ModelHost, fail_at: int | None = None, **how: object) -> Verdict:
    """The loop of converging, on a model host; fails before the stage number ``fail_at``."""
    for turn in range(10):
        plan = plan_of(name, target, host, **how)
        stage = next_stage(plan)
        if stage is Work.DONE:
            return plan.verdict
        if turn == fail_at:
            raise StepFailed
        host.perform(stage, plan)
    raise AssertionError(f"applying {name} does not end: {plan.steps}")


@given(name=st.sampled_from(list(STAGES)), target=TARGETS, host=hosts)
def test_applying_a_plan_and_planning_again_gives_no_steps(name: str, target: str | None, host: ModelHost) -> None:
    verdict = apply(name, target, host)
    again = plan_of(name, target, host)
    assert verdict in {Verdict.IN_SYNC, Verdict.REFUSED}
    assert again.verdict is verdict
    assert again.steps == ()


@given(name=st.sampled_from(list(STAGES)), target=TARGETS, host=hosts, later=TARGETS)
def test_every_step_is_owed_to_a_difference(name: str, target: str | None, host: ModelHost, later: str | None) -> None:
    apply(name, target, host)
    plan = plan_of(name, later, host)
    if later == target:
        assert plan.verdict is not Verdict.CHANGES
    for step in plan.steps:
        assert step.reason
        assert step.before != step.after or step.after is None or step.kind.value in {"value", "stamp"}


class Fleet(RuleBasedStateMachine):
    """Inventories, database copies, failures, lying inventories and silent registries, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.hosts = {name: ModelHost(f"crypt-{name}") for name in STAGES}
        self.copied: set[str] = set()

    @rule(
        name=st.sampled_from(list(STAGES)),
        wanted=TARGETS,
        fail_at=st.one_of(st.none(), st.integers(0, 5)),
        declared=st.sampled_from([None, SaasEnvironmentType.TESTING]),
        status=st.sampled_from([RegistryStatus.ANSWERED, RegistryStatus.UNREACHABLE, RegistryStatus.REJECTED]),
    )
    def apply(
        self,
        name: str,
        wanted: str | None,
        fail_at: int | None,
        declared: SaasEnvironmentType | None,
        status: RegistryStatus,
    ) -> None:
        was = self.hosts[name].attached_to
        try:
            verdict = apply(name, wanted, self.hosts[name], fail_at, declared_type=declared, status=status)
        except StepFailed:
            verdict = None
        now = self.hosts[name].attached_to
        if verdict is Verdict.IN_SYNC:
            assert now == wanted
            self.copied.discard(name)
        if now != was:
            self.copied.discard(name)

    @rule(source=st.sampled_from(list(STAGES)), onto=st.sampled_from(list(STAGES)))
    def copy_database(self, source: str, onto: str) -> None:
        if source != onto:
            self.hosts[onto].database = self.hosts[source].database.copy()
            self.copied.add(onto)

    @invariant()
    def only_a_copied_database_can_attach_to_production(self) -> None:
        for name, host in self.hosts.items():
            if STAGES[name] is not Stage.PRODUCTION and name not in self.copied:
                assert TYPES.get(host.attached_to or "") is not PRODUCTION

    @invariant()
    def an_honest_apply_ends_the_pollution(self) -> None:
        for name, host in self.hosts.items():
            if STAGES[name] is Stage.PRODUCTION:
                continue
            trial = ModelHost(host.crypt_key, host.database.copy(), set(host.installed), set(host.enabled))
            assert apply(name, "t1", trial) is Verdict.IN_SYNC
            assert trial.attached_to == "t1"

    @invariant()
    def keys_and_ids_are_never_of_two_accounts(self) -> None:
        for host in self.hosts.values():
            rows = host.database.rows
            accounts = {
                text.rsplit("-", 1)[-1] for path, (_, text) in rows.items() if "project_id" in path or "key" in path
            }
            assert len(accounts) <= 1


TestFleet = Fleet.TestCase
TestFleet.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
