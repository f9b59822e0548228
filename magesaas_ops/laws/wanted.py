"""The configuration values that an installation should have: what rules and the planner compare with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.inventory import SaasEnvironmentType
from magesaas_ops.model.secret_ref import KeyMaterial, Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.host_state import ObservedValue
    from magesaas_ops.model.world import World

_TYPE_TEXT = {SaasEnvironmentType.PRODUCTION: "Production", SaasEnvironmentType.TESTING: "Testing"}


@dataclass(frozen=True, slots=True)
class WantedValue:
    """What one path should be: ``text`` to write (None: no value), or ``any_value`` when nobody can say.

    ``proof`` is the text that a host answers the HMAC of when it holds this secret.
    """

    text: str | Secret | None
    proof: Secret | None = None
    any_value: bool = False

    def is_met_by(self, observed: str | None, nonce: str) -> bool:
        """Whether an observed text, or the HMAC of a secret under ``nonce``, is this value."""
        if self.any_value:
            return True
        if self.proof is not None:
            return observed == self.proof.hmac_under(nonce)
        return observed == self.text

    def is_met(self, value: ObservedValue, nonce: str) -> bool:
        """Whether the sources say so: the highest one holds this value and, if that is the database, holds it safely.

        What a cache still shows instead does not count: it is cleaned, not written again.
        """
        if self.text is None and not self.any_value:
            is_default = value.source is paths.Source.DEFAULT and not value.has_row
            return is_default or (value.value is None and value.stored is None and not value.undecryptable)
        if value.undecryptable or not self.is_met_by(value.value, nonce):
            return False
        return value.locked_by is not None or (self.is_met_by(value.stored, nonce) and not value.in_clear)


NOTHING = WantedValue(None)
ANYTHING = WantedValue(None, any_value=True)


def wanted_values(world: World) -> Mapping[str, WantedValue]:
    """Every managed path with what it should be; the stamp is kept apart (``Desired.stamp``).

    Names and type of the SaaS environment are the registry's; where the registry was skipped, those of its remembered
    record. Without a record a name that the inventory does not tell is left alone as long as the ids stay.
    """
    desired = world.desired
    wanted: dict[str, WantedValue] = dict.fromkeys(paths.MANAGED_PATHS, NOTHING)
    wanted.update(_key_values(desired.keys, paths.PRODUCTION_API_KEY, paths.PRODUCTION_PRIVATE_KEY))
    wanted.update(_key_values(desired.sandbox_keys, paths.SANDBOX_API_KEY, paths.SANDBOX_PRIVATE_KEY))
    target, project = desired.saas_environment, desired.project
    if target is None or project is None or target.id is None or project.id is None:
        return wanted
    record = world.registry.records.get(target.id)
    wanted[paths.PROJECT_ID] = WantedValue(project.id)
    wanted[paths.ENVIRONMENT_ID] = WantedValue(target.id)
    if record is not None:
        wanted[paths.PROJECT_NAME] = _name(record.project_name)
        wanted[paths.ENVIRONMENT_NAME] = _name(record.saas_environment_name)
        wanted[paths.ENVIRONMENT_TYPE] = WantedValue(_TYPE_TEXT[record.type])
        return wanted
    state = world.primary
    ids_stay = state is not None and all(
        state.value(path).value == wanted[path].text for path in (paths.PROJECT_ID, paths.ENVIRONMENT_ID)
    )
    unknown_name = ANYTHING if ids_stay else NOTHING
    wanted[paths.PROJECT_NAME] = _name(project.label) if project.label else unknown_name
    wanted[paths.ENVIRONMENT_NAME] = _name(target.label) if target.label else unknown_name
    wanted[paths.ENVIRONMENT_TYPE] = WantedValue(_TYPE_TEXT[target.type])
    return wanted


def _name(text: str) -> WantedValue:
    return WantedValue(text) if text else NOTHING


def _key_values(keys: KeyMaterial | None, api_key_path: str, private_key_path: str) -> dict[str, WantedValue]:
    if keys is None:
        return {}
    return {
        api_key_path: WantedValue(keys.api_key, proof=keys.api_key),
        private_key_path: WantedValue(keys.private_key, proof=Secret(f"rsa:{keys.public_key}")),
    }
