"""For everything declared afterwards that was declared before: the subject that it had then."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.inventory import SaasEnvironmentRef


def former_subjects(change: Transition) -> dict[str, str]:
    """What two declarations are compared as: the same thing, or else another one that took over its name.

    A SaaS environment or project that has another id under the same name is another one. Readers see the line on which
    the id changed, so it is shown as that; what it means for data is the impact's to say.
    """
    same = change.identity
    former = {f"installations.{new}": f"installations.{old}" for new, old in same.installations.former.items()}
    former |= {f"accounts.{new}": f"accounts.{old}" for new, old in same.accounts.former.items()}
    projects = dict(same.projects.former)
    left = set(same.projects.gone)
    projects |= {key: was for key in same.projects.new if (was := same.former_project(key)) in left}
    former |= {_project(*new): _project(*old) for new, old in projects.items()}
    saas_environments: dict[SaasEnvironmentRef, SaasEnvironmentRef] = dict(same.saas_environments.former)
    refs = set(same.saas_environments.gone)
    for ref in same.saas_environments.new:
        account, project = projects.get((ref.account, ref.project), ("", ""))
        namesake = type(ref)(account, project, ref.name)
        if namesake in refs:
            saas_environments[ref] = namesake
    return former | {new.subject: old.subject for new, old in saas_environments.items()}


def _project(account: str, project: str) -> str:
    return f"accounts.{account}.projects.{project}"
