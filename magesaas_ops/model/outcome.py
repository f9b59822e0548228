"""How the work on an installation ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.plan import InstallationPlan


class Ending(str, Enum):
    """Each installation ends in exactly one of these."""

    DONE = "done"
    NOTHING_TO_DO = "nothing-to-do"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: ``plan`` is what was wanted first, ``done`` the tasks that ended well.

    ``step`` is the task that did not, ``output`` the last lines of what it printed, redacted, ``hint`` what to do.
    ``state`` says where the installation stands now, ``goes_on`` is the command that goes on from there.
    """

    installation: str
    ending: Ending
    plan: InstallationPlan
    step: str = ""
    output: str = ""
    hint: str = ""
    seconds: float = 0.0
    commands: Mapping[str, int] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    state: str = ""
    goes_on: str = ""
