"""How a step is worded wherever people read plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.task import Sensitive, StepKind
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from magesaas_ops.model.task import Shown, Step

_MODULES_OWN = "services_connector/"


def item_of(step: Step) -> str:
    """Configuration paths are long and begin alike; their last part names them."""
    item = for_terminal(step.item)
    is_path = step.kind in {StepKind.VALUE, StepKind.DETACH} and item.startswith(_MODULES_OWN)
    return item.rsplit("/", 1)[-1] if is_path else item


def value_text(value: Shown) -> str:
    """A value; of a secret its fingerprint, when we know it."""
    if value is None:
        return "–"
    if isinstance(value, Sensitive):
        return f"secret {value.fingerprint}" if value.fingerprint else "another secret"
    return for_terminal(value)


def line_of(step: Step) -> str:
    """The whole step in one line: what is done to what, from which value to which, why and where."""
    done = "/".join(action.value for action in step.actions)
    is_valued = step.before is not None or step.after is not None
    change = f" ({value_text(step.before)} → {value_text(step.after)})" if is_valued else ""
    where = f" at {', '.join(step.hosts)}" if step.hosts else ""
    return f"{done} {step.kind.value} {for_terminal(step.item)}{change}: {for_terminal(step.reason)}{where}"
