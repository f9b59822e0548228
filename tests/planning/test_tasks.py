"""What the planner plans in single cases that properties rarely reach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.model.host_state import HostUnknown
from magesaas_ops.model.inventory import Stage
from magesaas_ops.model.node import BegunTask, Maintenance, MaintenanceMode, Node
from magesaas_ops.model.plan import Verdict
from magesaas_ops.model.registry_record import RegistryStatus
from magesaas_ops.model.task import TaskKind
from magesaas_ops.planning import plan_installation
from magesaas_ops.planning.paying import HOLDS_UP
from tests.planning.fleet_model import findings, world
from tests.planning.model_host import MODULES, PACKAGES, Database, ModelInstallation, ModelNode


def ready(database: Database | None = None) -> ModelInstallation:
    """An installation whose code is in order."""
    return ModelInstallation({"web1": ModelNode(database or Database(upgraded=True), "k", set(PACKAGES), set(MODULES))})


def kinds(model: ModelInstallation, target: str | None, *, is_shared: bool = False) -> list[TaskKind]:
    seen = world("staging", Stage.STAGING, target, model)
    return [task.kind for task in plan_installation(seen, findings(seen, is_shared=is_shared)).tasks]


def attach(model: ModelInstallation, target: str) -> None:
    seen = world("staging", Stage.STAGING, target, model)
    for task in plan_installation(seen, findings(seen)).tasks:
        model.perform(task, "run")


def test_an_attachment_to_production_is_taken_away_first() -> None:
    model = ready(Database({paths.ENVIRONMENT_ID: ("", "p1")}, upgraded=True))
    assert kinds(model, "t1") == [TaskKind.DETACH, TaskKind.CONFIGURE]


def test_nothing_is_taken_away_while_the_database_may_be_anothers() -> None:
    model = ready(Database({paths.ENVIRONMENT_ID: ("", "p1")}, upgraded=True))
    assert kinds(model, "t1", is_shared=True) == []


def test_a_cache_that_shows_something_else_than_is_stored_is_only_cleaned() -> None:
    model = ready()
    attach(model, "t1")
    model.primary.cache = {**model.database.rows, paths.ENVIRONMENT_ID: ("", "t2")}
    assert kinds(model, "t1") == [TaskKind.CLEAN]


def left_by_us() -> ModelInstallation:
    """An installation that a dead run of ours left in maintenance mode, with caches to be flushed."""
    model = ready()
    model.primary.flag = Maintenance(MaintenanceMode.OURS, "gone", "it", "me", age=900, begun=(BegunTask("flush", 0),))
    return model


PAID = [TaskKind.MAINTENANCE_ON, TaskKind.FLUSH, TaskKind.MAINTENANCE_OFF]


@pytest.mark.parametrize("rule", sorted(HOLDS_UP))
def test_what_a_run_left_is_held_up_by_what_puts_its_ground_in_doubt(rule: str) -> None:
    seen = world("staging", Stage.STAGING, "t1", left_by_us())
    for subject, tasks in (
        (seen.desired.installation.subject, []),
        ("defaults.php", []),
        ("installations.another", PAID),
    ):
        refusal = Finding(rule, Severity.REFUSE, "it refuses", "Because.", subject)
        plan = plan_installation(seen, (*findings(seen), refusal))
        assert (plan.verdict, [task.kind for task in plan.tasks]) == (Verdict.REFUSED, tasks)


@pytest.mark.parametrize("rule", ["undeclared-website", "claim-still-held", "base-url-mismatch"])
def test_what_a_run_left_is_paid_although_the_attachment_is_refused(rule: str) -> None:
    seen = world("staging", Stage.STAGING, "t1", left_by_us())
    refusal = Finding(rule, Severity.REFUSE, "it refuses", "Because.", seen.desired.installation.subject)
    plan = plan_installation(seen, (*findings(seen), refusal))
    assert (plan.verdict, [task.kind for task in plan.tasks]) == (Verdict.REFUSED, PAID)
    assert [finding.rule for finding in plan.findings if finding.repaired] == ["left-in-maintenance"]


def test_what_a_run_left_is_paid_although_a_secret_is_missing() -> None:
    seen = world("staging", Stage.STAGING, "t1", left_by_us())
    seen = replace(seen, desired=replace(seen.desired, keys=None, keys_missing="ACME_API_KEY is not set"))
    plan = plan_installation(seen, findings(seen))
    assert (plan.verdict, [task.kind for task in plan.tasks]) == (Verdict.UNKNOWN, PAID)
    assert plan.unknown == {"account acme": "ACME_API_KEY is not set"}


def test_nothing_is_begun_anew_while_the_attachment_is_refused() -> None:
    model = ModelInstallation({"web1": ModelNode(Database(), "k")})
    seen = world("staging", Stage.STAGING, "t1", model, status=RegistryStatus.UNREACHABLE)
    assert plan_installation(seen, findings(seen)).tasks == ()


def test_code_comes_in_its_order_and_the_settings_after_it() -> None:
    model = ModelInstallation({"web1": ModelNode(Database(), "k", mode="production")})
    assert kinds(model, "t1") == [
        TaskKind.MAINTENANCE_ON,
        TaskKind.PACKAGES,
        TaskKind.UPGRADE,
        TaskKind.COMPILE,
        TaskKind.STATIC_CONTENT,
        TaskKind.FLUSH,
        TaskKind.MAINTENANCE_OFF,
        TaskKind.CONFIGURE,
    ]


def test_an_upgrade_does_not_run_with_compiled_code_that_is_owed_anew() -> None:
    node = ModelNode(Database(), "k", set(PACKAGES), set(MODULES), mode="production", compiled=False)
    seen = world("staging", Stage.STAGING, "t1", ModelInstallation({"web1": node}))
    upgrade = next(task for task in plan_installation(seen, findings(seen)).tasks if task.kind is TaskKind.UPGRADE)
    assert upgrade.fresh_generated == ("web1",)
    node.compiled = True
    seen = world("staging", Stage.STAGING, "t1", ModelInstallation({"web1": node}))
    upgrade = next(task for task in plan_installation(seen, findings(seen)).tasks if task.kind is TaskKind.UPGRADE)
    assert upgrade.fresh_generated == ()


def test_one_node_upgrades_the_database_that_all_share() -> None:
    database = Database()
    nodes = {name: ModelNode(database, "k", set(PACKAGES), set(MODULES)) for name in ("web1", "web2")}
    seen = world("staging", Stage.STAGING, "t1", ModelInstallation(nodes))
    (upgrade,) = (task for task in plan_installation(seen, findings(seen)).tasks if task.kind is TaskKind.UPGRADE)
    assert upgrade.nodes == ("web1",)


@pytest.mark.parametrize(("kind", "goes_on"), [(TaskKind.COMPILE, True), (TaskKind.STATIC_CONTENT, False)])
def test_compiled_code_with_which_no_magento_starts_is_made_anew(kind: TaskKind, goes_on: bool) -> None:
    begun = (BegunTask(kind.value, 0, ""), BegunTask(TaskKind.FLUSH.value, 0, ""))
    mark = Maintenance(MaintenanceMode.OURS, run="earlier", age=3600, begun=begun)
    told = HostUnknown("a TypeError in the middle of Magento", code="exception", node=Node(maintenance=mark))
    seen = replace(world("staging", Stage.STAGING, "t1", ready()), observed={"web1": told})
    plan = plan_installation(seen, findings(seen))
    wanted = [TaskKind.MAINTENANCE_ON, TaskKind.COMPILE, TaskKind.FLUSH, TaskKind.MAINTENANCE_OFF]
    assert [task.kind for task in plan.tasks] == (wanted if goes_on else [])
    assert [task.fresh_generated for task in plan.tasks if task.kind is TaskKind.COMPILE] == [("web1",)] * goes_on
    assert plan.verdict is (Verdict.CHANGES if goes_on else Verdict.UNKNOWN)


def test_packages_of_any_version_are_required_by_name_alone() -> None:
    model = ModelInstallation({"web1": ModelNode(Database(), "k")})
    seen = world("staging", Stage.STAGING, "t1", model)
    packages = next(task for task in plan_installation(seen, findings(seen)).tasks if task.kind is TaskKind.PACKAGES)
    assert packages.commands["web1"][0][-3:] == ("--", *PACKAGES)


def test_what_is_not_built_is_neither_in_sync_nor_unknown() -> None:
    seen = world("staging", Stage.STAGING, "t1", ModelInstallation({}))
    plan = plan_installation(seen, findings(seen))
    assert plan.verdict is Verdict.NOT_BUILT
    assert plan.tasks == ()
