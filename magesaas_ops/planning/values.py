"""The configuration part of a plan: which values are written, which rows go away, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.wanted import WantedValue, wanted_values
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.plan import Action, ConfigWork, Sensitive, Shown, Step, StepKind
from magesaas_ops.model.secret_ref import Secret

if TYPE_CHECKING:
    from magesaas_ops.model.host_state import HostState, ObservedValue, Stamp
    from magesaas_ops.model.world import World


def config_plan(world: World, state: HostState, *, fields_to_come: bool = False) -> tuple[ConfigWork, tuple[Step, ...]]:
    """What one configure transaction on the primary does, and the steps that tell people.

    ``fields_to_come`` says that modules are still to be installed, so that missing fields are no obstacle.
    Values are all written together or not at all, so that keys and ids of two accounts are never mixed.
    """
    installation = world.desired.installation
    values: dict[str, str | Secret] = {}
    remove: list[str] = []
    steps: list[Step] = []
    stale: list[str] = []
    for path, wanted in wanted_values(world).items():
        observed = state.value(path)
        if wanted.is_met(observed, state.nonce) or (wanted.text is None and not observed.is_set):
            continue
        if _is_only_cached_wrongly(wanted, observed, state.nonce):
            stale.append(path)
            continue
        if wanted.text is None:
            remove.append(path)
        elif observed.supported or fields_to_come:
            values[path] = wanted.text
        else:
            continue
        steps.append(_step(path, wanted, observed, state.nonce, installation.primary))
    is_other_stamp = _is_other_stamp(state.stamp, world.desired.stamp)
    stamp = world.desired.stamp if is_other_stamp or steps else None
    if is_other_stamp:
        steps.append(_stamp_step(state, world.desired.stamp, installation.primary))
    heal = _hosts_to_heal(world, stale)
    steps.extend(
        Step(StepKind.CACHE, "config", (Action.RUN,), "Magento's cache does not show what is stored", hosts=(host,))
        for host in heal
    )
    if values or remove:
        steps.append(
            Step(
                StepKind.CACHE,
                "config, full_page",
                (Action.RUN,),
                "pages and caches still hold the old values",
                hosts=installation.hosts,
            )
        )
    return ConfigWork(values, tuple(remove), stamp, heal), tuple(steps)


def _is_only_cached_wrongly(wanted: WantedValue, observed: ObservedValue, nonce: str) -> bool:
    """The database holds the wanted value, nothing locks the path, and yet Magento uses another."""
    if observed.locked_by is not None or observed.undecryptable or observed.in_clear:
        return False
    if wanted.text is None:
        return observed.stored is None and not observed.has_row and observed.is_behind
    return wanted.is_met_by(observed.stored, nonce) and not wanted.is_met_by(observed.effective, nonce)


def _hosts_to_heal(world: World, stale_on_primary: list[str]) -> tuple[str, ...]:
    """The hosts whose cache shows something else than the (shared) database; the primary when any path is stale."""
    primary = world.desired.installation.primary
    heal = [primary] if stale_on_primary else []
    for host, state in world.hosts.items():
        if host != primary and any(_is_stale(state.value(path)) for path in paths.MANAGED_PATHS):
            heal.append(host)
    return tuple(heal)


def _is_stale(value: ObservedValue) -> bool:
    if value.locked_by is not None or value.undecryptable:
        return False
    return value.is_behind


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
        reason = "the stamp is another installation's"
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
    is_only_stored_wrongly = observed.effective is None or wanted.is_met_by(observed.effective, nonce)
    current = observed.stored if is_only_stored_wrongly else observed.effective
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
