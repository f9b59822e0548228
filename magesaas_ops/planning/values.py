"""The configuration part of a plan: which values are written, which rows go away, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.wanted import WantedValue, wanted_values
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.secret_ref import Secret
from magesaas_ops.model.task import Action, Sensitive, Settings, Shown, Step, StepKind, Task, TaskKind

if TYPE_CHECKING:
    from magesaas_ops.model.host_state import HostState, ObservedValue, Stamp
    from magesaas_ops.model.world import World


def config_tasks(world: World, state: HostState, *, fields_to_come: bool = False) -> tuple[Task, ...]:
    """What is to be written on the primary, in one transaction, and where caches show something else than is stored.

    ``fields_to_come`` says that modules are still to be installed, so that missing fields are no obstacle.
    Values are all written together or not at all, so that keys and ids of two accounts are never mixed.
    """
    installation = world.desired.installation
    values: dict[str, str | Secret] = {}
    remove: list[str] = []
    steps: list[Step] = []
    for path, wanted in wanted_values(world).items():
        observed = state.value(path)
        if wanted.is_met(observed, state.nonce):
            continue
        if wanted.text is None:
            remove.append(path)
        elif observed.supported or fields_to_come:
            values[path] = wanted.text
        else:
            continue
        steps.append(_step(path, wanted, observed, state.nonce, installation.primary))
    is_other_stamp = _is_other_stamp(state.stamp, world.desired.stamp)
    if is_other_stamp:
        steps.append(_stamp_step(state, world.desired.stamp, installation.primary))
    if not steps:
        return _clean_tasks(world)
    if values or remove:
        reason = "pages and caches still hold the old values"
        steps.append(Step(StepKind.CACHE, "config, full_page", (Action.RUN,), reason, hosts=installation.hosts))
    settings = Settings(values, tuple(remove), world.desired.stamp)
    why = "; ".join(dict.fromkeys(step.reason for step in steps))
    configure = Task(
        TaskKind.CONFIGURE,
        installation.hosts,
        why,
        tuple(steps),
        settings=settings,
        expect=state.digest,
        nonce=state.nonce,
    )
    return (configure,)


def _clean_tasks(world: World) -> tuple[Task, ...]:
    """Clean the caches that show something else than the sources say; configuring cleans them all anyway."""
    behind = tuple(
        node
        for node, state in world.hosts.items()
        if any(_is_behind(state.value(path)) for path in paths.MANAGED_PATHS)
    )
    if not behind:
        return ()
    why = "Magento's cache does not show what is stored"
    step = Step(StepKind.CACHE, "config", (Action.RUN,), why, hosts=behind)
    return (Task(TaskKind.CLEAN, behind, why, (step,)),)


def _is_behind(value: ObservedValue) -> bool:
    return value.is_behind and not value.undecryptable


def _is_other_stamp(observed: Stamp | None, desired: Stamp) -> bool:
    """Revisions come and go with every commit; a stamp is another one when anything else of it differs."""
    return observed is None or (observed.installation, observed.saas_environment, observed.digest) != (
        desired.installation,
        desired.saas_environment,
        desired.digest,
    )


def _stamp_step(state: HostState, stamp: Stamp, host: str) -> Step:
    before = _shown_stamp(state.stamp) if state.stamp else None
    reason = "nothing was ever applied here" if state.stamp is None else "records what is applied"
    if state.stamp is not None and state.stamp.installation != stamp.installation:
        reason = "the stamp has another installation's name"
    action = Action.UPDATE if state.stamp else Action.CREATE
    return Step(StepKind.STAMP, paths.STAMP, (action,), reason, before, _shown_stamp(stamp), (host,))


def _shown_stamp(stamp: Stamp) -> str:
    """Who was attached to what; the digest tells apart what was attached, keys included."""
    return f"{stamp.installation} on {stamp.saas_environment} #{stamp.digest[:8]}"


def _step(path: str, wanted: WantedValue, observed: ObservedValue, nonce: str, host: str) -> Step:
    action = Action.DELETE if wanted.text is None else Action.UPDATE if observed.is_set else Action.CREATE
    before = _shown_before(path, wanted, observed, nonce)
    return Step(StepKind.VALUE, path, (action,), _reason(wanted, observed), before, _shown(wanted.text), (host,))


def _shown(text: str | Secret | None) -> Shown:
    return Sensitive(text.fingerprint) if isinstance(text, Secret) else text


def _shown_before(path: str, wanted: WantedValue, observed: ObservedValue, nonce: str) -> Shown:
    is_only_stored_wrongly = observed.value is None or wanted.is_met_by(observed.value, nonce)
    current = observed.stored if is_only_stored_wrongly else observed.value
    if path not in paths.SECRET_PATHS:
        return current
    if not observed.is_set:
        return None
    return _shown(wanted.text) if wanted.is_met_by(current, nonce) else Sensitive(None)


def _reason(wanted: WantedValue, observed: ObservedValue) -> str:
    if observed.undecryptable:
        return "the stored key does not decrypt with this installation's crypt key"
    if observed.in_clear and wanted.text is not None:
        return "it is stored in clear"
    if wanted.text is None:
        return "the inventory attaches no such value"
    return "it differs from the inventory" if observed.is_set else "it is not set"
