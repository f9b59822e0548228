"""The order of work on one installation: what is to be done next, given the plan of this moment.

Applying is a loop: plan, do the next stage, look again. Each stage leaves the installation in a state from which the
same loop goes on, so an interrupted apply is repaired by the next one.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from magesaas_ops.model.plan import InstallationPlan, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping


class Stage(str, Enum):
    """One kind of work, in the order in which they are done."""

    DETACH = "detach"
    PACKAGES = "packages"
    MODULES = "modules"
    UPGRADE = "upgrade"
    COMPILE = "compile"
    CONFIGURE = "configure"
    CACHES = "caches"
    DONE = "done"

    @property
    def changes_code(self) -> bool:
        """Whether the storefront may answer with errors meanwhile, so that maintenance mode stands around it."""
        return self in {Stage.PACKAGES, Stage.MODULES, Stage.UPGRADE, Stage.COMPILE}


def next_stage(plan: InstallationPlan) -> Stage:
    """The first thing that this plan needs; DONE when it needs nothing, or may not be worked on."""
    if plan.verdict is not Verdict.CHANGES:
        return Stage.DONE
    needed: Mapping[Stage, object] = {
        Stage.DETACH: plan.detach_first,
        Stage.PACKAGES: plan.code.require,
        Stage.MODULES: plan.code.enable,
        Stage.UPGRADE: plan.code.upgrade,
        Stage.COMPILE: plan.code.compile,
        Stage.CONFIGURE: plan.config.values or plan.config.remove or plan.config.stamp,
        Stage.CACHES: plan.config.heal,
    }
    return next((stage for stage, is_needed in needed.items() if is_needed), Stage.DONE)
