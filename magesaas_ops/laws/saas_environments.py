"""SaaS environments of a fleet and the ids behind their names: data follows ids, whatever a thing is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.inventory import SaasEnvironmentRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet, SaasEnvironment, SaasProject

ProjectKey = tuple[str, str]
"""The name of an account and the name of a project of it."""


def projects_of(fleet: Fleet) -> Iterator[tuple[ProjectKey, SaasProject]]:
    """Every declared SaaS project."""
    for account in fleet.accounts.values():
        yield from (((account.name, project.name), project) for project in account.projects.values())


def saas_environments_of(fleet: Fleet) -> Iterator[tuple[SaasEnvironmentRef, SaasEnvironment]]:
    """Every declared SaaS environment with its reference."""
    for (account, project), declared in projects_of(fleet):
        for saas_environment in declared.saas_environments.values():
            yield SaasEnvironmentRef(account, project, saas_environment.name), saas_environment


def saas_environment_id(fleet: Fleet, ref: SaasEnvironmentRef) -> str | None:
    """The declared id behind a reference, in lower case; None when it is not declared or has none yet."""
    declared = fleet.saas_environment(ref)
    return declared.id.lower() if declared and declared.id else None


def comparable_id(id_: str) -> str:
    """An id from a host as declared ones are compared: typed by hand, it may have capitals and spaces around it.

    It still names the same SaaS environment, or nobody can rule that out.
    """
    return id_.strip().lower()


def project_id(fleet: Fleet, ref: SaasEnvironmentRef) -> str | None:
    """The declared id of the project of a reference, in lower case; None when it is not declared or has none yet."""
    project = fleet.project(ref)
    return project.id.lower() if project and project.id else None
