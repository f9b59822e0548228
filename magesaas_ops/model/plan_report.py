"""What plan, apply and quarantine have to report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.finding import Coverage
    from magesaas_ops.model.outcome import Outcome
    from magesaas_ops.model.plan import Plan


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A plan; ``targets`` says what each installation is to be attached to (``account/project/name`` or ``none``).

    ``notes`` are for information: what of the inventory the registry does not have yet, or calls otherwise,
    and what of its history could not be read.
    """

    plan: Plan
    coverage: Coverage
    targets: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """What was done: one outcome per installation; ``verb`` is ``apply`` or ``quarantine``."""

    verb: str
    outcomes: tuple[Outcome, ...]
    coverage: Coverage
    targets: Mapping[str, str] = field(default_factory=dict)
