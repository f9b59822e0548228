"""What a run wants of each installation, settled before any host is touched: keys resolved, the registry asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from magesaas_ops.converging.runs import ended_among, new_run
from magesaas_ops.errors import SecretUnavailable, UnusableKey
from magesaas_ops.laws.claims import claimants
from magesaas_ops.laws.stamps import names_of
from magesaas_ops.model.registry_record import NOT_ASKED, RegistryAnswer
from magesaas_ops.model.world import Desired, Run, World
from magesaas_ops.planning import plan_installation, plan_quarantine
from magesaas_ops.registry import ask_registries, remembered_answers, remembered_url
from magesaas_ops.rules import judge_files, judge_world
from magesaas_ops.secret_providers import Secrets, key_material

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.host_state import Observation
    from magesaas_ops.model.inventory import Account, Fleet, Installation
    from magesaas_ops.model.plan import InstallationPlan
    from magesaas_ops.model.rival import Basis, ClaimKey
    from magesaas_ops.model.secret_ref import KeyMaterial
    from magesaas_ops.model.task import Task
    from magesaas_ops.model.twin import Twin

SKIP_REGISTRY = "skip"
SHARED_DATABASE = "shared-database"


@dataclass(frozen=True, slots=True)
class AccountAccess:
    """The keys of one account and what the registry says to them.

    ``problem`` is why the keys cannot be used, ``missing`` why they could not even be resolved.
    """

    keys: KeyMaterial | None = None
    sandbox_keys: KeyMaterial | None = None
    answer: RegistryAnswer = NOT_ASKED
    problem: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """The fleet, judged, and the access of every account that the run needs.

    ``held_before`` is, by installation, what one that does not answer may still hold, and how we know; one that has no
    entry there may hold anything. Those of ``assumed_detached`` hold nothing.
    """

    fleet: Fleet
    today: datetime.date
    file_findings: tuple[Finding, ...]
    access: Mapping[str, AccountAccess] = field(default_factory=dict)
    production_ids: frozenset[str] = frozenset()
    revision: str = ""
    run: Run = field(default_factory=new_run)
    names: Mapping[str, str] = field(default_factory=dict)
    twins: Mapping[str, tuple[Twin, ...]] = field(default_factory=dict)
    claimants: Mapping[ClaimKey, tuple[str, ...]] = field(default_factory=dict)
    held_before: Mapping[str, Mapping[Basis, frozenset[ClaimKey]]] = field(default_factory=dict)
    assumed_detached: frozenset[str] = frozenset()

    def findings_on(self, installation: Installation) -> tuple[Finding, ...]:
        """The findings on the files that concern one installation.

        Those that name installations concern these; those that name accounts, the installations of these; all others
        (files that could not be read, waivers) concern everybody, because nobody knows what they hide.
        """
        return tuple(finding for finding in self.file_findings if _concerns(finding, installation, self.fleet))

    def plan(self, world: World, failed: Task | None = None) -> InstallationPlan:
        """What is to be done on one installation as its hosts are now; pure."""
        found = judge_world(world, self.fleet.waivers, self.today)
        return plan_installation(world, (*self.findings_on(world.desired.installation), *found), failed=failed)

    def quarantine(self, world: World, _failed: Task | None = None) -> InstallationPlan:
        """What is to be done to detach it, whatever the inventory wants; pure. Only its twins hold that up."""
        return plan_quarantine(world, judge_world(world, self.fleet.waivers, self.today, only={SHARED_DATABASE}))

    def world(self, installation: Installation, observed: Mapping[str, Observation]) -> World:
        """One installation with everything that rules and the planner may look at."""
        access = self.access.get(installation.account or "", AccountAccess())
        ref = installation.saas_environment
        desired = Desired(
            installation,
            project=self.fleet.project(ref) if ref else None,
            saas_environment=self.fleet.saas_environment(ref) if ref else None,
            keys=access.keys,
            sandbox_keys=access.sandbox_keys,
            production_ids=self.production_ids,
            revision=self.revision,
            keys_problem=access.problem,
            keys_missing=access.missing,
        )
        marks = (one.node.maintenance.run for one in observed.values() if one.node is not None)
        gone = ended_among(run for run in marks if run and run != self.run.id)
        return World(
            desired,
            observed,
            access.answer,
            self.fleet.places,
            replace(self.run, gone=gone),
            self.names,
            self.twins.get(installation.name, ()),
            claimants=self.claimants,
        )


def prepare(
    fleet: Fleet, installations: Sequence[Installation], *, registry: str, today: datetime.date, revision: str = ""
) -> Brief:
    """Judge the fleet, resolve the keys of the accounts concerned, and ask the registry with them.

    ``registry`` is a URL, or ``skip``. Only accounts of installations that the files do not already refuse are opened.
    Keys that do not resolve leave the installations of their account unknown, and nobody else; keys that cannot be
    used become the finding ``keys-rejected`` of theirs.
    """
    found = tuple(judge_files(fleet, today).findings)
    judged = Brief(fleet, today, found, revision=revision, names=names_of(fleet), claimants=claimants(fleet))
    refused = {one.name for one in installations if any(found.refuses for found in judged.findings_on(one))}
    wanted = [one for one in installations if one.account and one.name not in refused]
    accounts = {name: fleet.accounts[name] for name in sorted({one.account for one in wanted if one.account})}
    resolved = _resolve(accounts)
    attaching = {one.account for one in wanted if one.saas_environment}
    access = _ask(fleet, resolved, attaching, registry)
    return replace(judged, access=access, production_ids=_production_ids(fleet, access))


def _production_ids(fleet: Fleet, access: Mapping[str, AccountAccess]) -> frozenset[str]:
    """The ids that the fleet declares, or the registry knows, to be of production SaaS environments."""
    declared = {
        target.id
        for account in fleet.accounts.values()
        for project in account.projects.values()
        for target in project.saas_environments.values()
        if target.is_production and target.id
    }
    known = {
        record.saas_environment_id
        for one in access.values()
        for record in one.answer.records.values()
        if record.is_production
    }
    return frozenset(declared | known)


def _resolve(accounts: Mapping[str, Account]) -> dict[str, AccountAccess]:
    resolved: dict[str, AccountAccess] = {}
    secrets = Secrets()
    for name, account in accounts.items():
        try:
            keys = key_material(account.production_keys, secrets)
            sandbox_keys = key_material(account.sandbox_keys, secrets) if account.sandbox_keys else None
        except UnusableKey as error:
            resolved[name] = AccountAccess(problem=error.in_one_text)
        except SecretUnavailable as error:
            resolved[name] = AccountAccess(missing=error.in_one_text)
        else:
            resolved[name] = AccountAccess(keys, sandbox_keys)
    return resolved


def _ask(
    fleet: Fleet, resolved: Mapping[str, AccountAccess], attaching: set[str | None], registry: str
) -> dict[str, AccountAccess]:
    if registry == SKIP_REGISTRY:
        opened = {name: access.keys for name, access in resolved.items() if access.keys is not None}
        remembered = remembered_answers(opened, url=remembered_url())
        return {name: _with_answer(access, remembered.get(name, NOT_ASKED)) for name, access in resolved.items()}
    questions = {
        name: (access.keys, frozenset(project.id for project in fleet.accounts[name].projects.values() if project.id))
        for name, access in resolved.items()
        if access.keys is not None and name in attaching
    }
    answers = ask_registries(questions, url=registry)
    return {name: _with_answer(access, answers.get(name, NOT_ASKED)) for name, access in resolved.items()}


def _with_answer(access: AccountAccess, answer: RegistryAnswer) -> AccountAccess:
    return replace(access, answer=answer)


def _concerns(finding: Finding, installation: Installation, fleet: Fleet) -> bool:
    if any(finding.rule == defect.rule for defect in fleet.defects):
        return True
    subjects = finding.subjects
    named = [subject for subject in subjects if subject.startswith(("installations.", "accounts."))]
    if not named or finding.concerns(installation.subject):
        return True
    if any(subject.startswith("installations.") for subject in named):
        return False
    return installation.account is not None and finding.concerns(f"accounts.{installation.account}")


def bare_brief(fleet: Fleet, today: datetime.date, *, revision: str = "") -> Brief:
    """A brief for detaching: no secret is resolved, and nobody is asked."""
    ids = _production_ids(fleet, {})
    return Brief(fleet, today, (), production_ids=ids, revision=revision, names=names_of(fleet))
