"""A small world for the planner's tests: two accounts, their SaaS environments, and an honest registry."""

from __future__ import annotations

import datetime

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.model.inventory import (
    Installation,
    SaasEnvironment,
    SaasEnvironmentRef,
    SaasEnvironmentType,
    SaasProject,
    Stage,
)
from magesaas_ops.model.registry_record import RegistryAnswer, RegistryRecord, RegistryStatus
from magesaas_ops.model.world import Desired, Run, World
from magesaas_ops.rules import judge_world
from tests.planning.model_host import ModelInstallation, keys_of

PRODUCTION, TESTING = SaasEnvironmentType.PRODUCTION, SaasEnvironmentType.TESTING
TODAY = datetime.date(2026, 11, 23)

TYPES = {"p1": PRODUCTION, "t1": TESTING, "t2": TESTING, "q1": PRODUCTION, "u1": TESTING}
ACCOUNT_OF = {"p1": "acme", "t1": "acme", "t2": "acme", "q1": "zeta", "u1": "zeta"}
"""The truth about every SaaS environment, by id."""


def records(account: str) -> dict[str, RegistryRecord]:
    return {
        id_: RegistryRecord(f"project-{account}", f"Project {account}", id_, f"Name {id_}", type_.value.title())
        for id_, type_ in TYPES.items()
        if ACCOUNT_OF[id_] == account
    }


def installation(name: str, stage: Stage, target: str | None, nodes: tuple[str, ...] = ("web1",)) -> Installation:
    ref = SaasEnvironmentRef(ACCOUNT_OF[target], "shop", target) if target else None
    return Installation(name, stage, nodes, "/srv/magento", ("base",), ref, base_urls=("https://shop.example/",))


def world(
    name: str,
    stage: Stage,
    target: str | None,
    model: ModelInstallation,
    *,
    declared_type: SaasEnvironmentType | None = None,
    status: RegistryStatus = RegistryStatus.ANSWERED,
    run: str = "run",
    gone: frozenset[str] = frozenset(),
) -> World:
    account = ACCOUNT_OF[target] if target else None
    one = installation(name, stage, target, tuple(model.nodes))
    answer = RegistryAnswer(status, records(account) if account and status is RegistryStatus.ANSWERED else {})
    desired = Desired(
        one,
        project=SaasProject("shop", {}, id=f"project-{account}") if account else None,
        saas_environment=SaasEnvironment(target, declared_type or TYPES[target], id=target) if target else None,
        keys=keys_of(account) if account else None,
        production_ids=frozenset(id_ for id_, type_ in TYPES.items() if type_ is PRODUCTION),
    )
    observed = {node: state.observe() for node, state in model.nodes.items()}
    return World(desired, observed, answer, run=Run(run, "me", gone))


def findings(seen: World, *, is_shared: bool = False) -> tuple[Finding, ...]:
    """What the rules say; ``is_shared`` that its database is another installation's too."""
    found = judge_world(seen, (), TODAY)
    if not is_shared:
        return found
    subject = seen.desired.installation.subject
    return (*found, Finding("shared-database", Severity.REFUSE, "two on one database", "It is shared.", subject))
