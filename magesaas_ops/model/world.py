"""One installation in the world: what we want, what its hosts say, what the registry says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from magesaas_ops.model.host_state import HostState, HostUnknown, Observation, Stamp
from magesaas_ops.model.registry_record import NOT_ASKED, RegistryAnswer
from magesaas_ops.model.source import NoPlaces, Places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.inventory import Installation, SaasEnvironment, SaasProject
    from magesaas_ops.model.rival import ClaimKey, Rival
    from magesaas_ops.model.secret_ref import KeyMaterial
    from magesaas_ops.model.twin import Twin


@dataclass(frozen=True, slots=True)
class Run:
    """One run of ours: what stands in the mark of the nodes that it works on.

    ``gone`` are ids of earlier runs of which this machine knows that they have ended, whatever their marks say.
    """

    id: str = ""
    by: str = ""
    gone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Desired:
    """What the inventory wants of one installation, with its keys resolved.

    ``project`` and ``saas_environment`` are None for a quarantined installation; ``keys`` is None when it is to carry
    none. ``production_ids`` are the ids of every SaaS environment that any account of the fleet declares, or the
    registry knows, to be of type production: what a non-production installation must not be found attached to.
    ``keys_problem`` says why ``keys`` cannot be used (the finding ``keys-rejected``), ``keys_missing`` why they could
    not even be resolved.
    """

    installation: Installation
    project: SaasProject | None = None
    saas_environment: SaasEnvironment | None = None
    keys: KeyMaterial | None = None
    sandbox_keys: KeyMaterial | None = None
    production_ids: frozenset[str] = frozenset()
    revision: str = ""
    keys_problem: str = ""
    keys_missing: str = ""

    @property
    def stamp(self) -> Stamp:
        """What is stored on the host once this is applied; the digest covers everything that apply writes."""
        parts = [
            self.installation.name,
            self.project.id if self.project else None,
            self.saas_environment.id if self.saas_environment else None,
            *(
                part
                for pair in (self.keys, self.sandbox_keys)
                for part in ((pair.api_key.fingerprint, pair.public_key) if pair else (None, None))
            ),
        ]
        digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        ref = self.installation.saas_environment
        return Stamp(self.installation.name, str(ref) if ref else "none", digest, self.revision)


@dataclass(frozen=True, slots=True)
class World:
    """Everything that rules and the planner may look at for one installation; ``observed`` by host name.

    ``names`` are the names that every installation of the fleet has or had, each with the one that it has now;
    ``twins`` the other installations that are on its database, or may be; ``rivals`` those that hold, or may hold, what
    this one wants and does not hold yet; ``claimants`` who claims what by the id of a SaaS environment and a website
    code in lower case, declared or seen.
    """

    desired: Desired
    observed: Mapping[str, Observation]
    registry: RegistryAnswer = NOT_ASKED
    places: Places = field(default_factory=NoPlaces)
    run: Run = field(default_factory=Run)
    names: Mapping[str, str] = field(default_factory=dict)
    twins: tuple[Twin, ...] = ()
    rivals: tuple[Rival, ...] = ()
    claimants: Mapping[ClaimKey, tuple[str, ...]] = field(default_factory=dict)

    @property
    def primary(self) -> HostState | None:
        """The state of the primary host; None when we could not look."""
        state = self.observed.get(self.desired.installation.primary)
        return state if isinstance(state, HostState) else None

    @property
    def hosts(self) -> Mapping[str, HostState]:
        """The hosts that could be looked at, primary first."""
        return {
            host: state
            for host in self.desired.installation.hosts
            if isinstance(state := self.observed.get(host), HostState)
        }

    @property
    def unknown_hosts(self) -> Mapping[str, HostUnknown]:
        """The hosts that could not be looked at, and why."""
        missing = HostUnknown("was not looked at")
        return {
            host: state
            for host in self.desired.installation.hosts
            if isinstance(state := self.observed.get(host, missing), HostUnknown)
        }

    @property
    def unknown_reasons(self) -> Mapping[str, str]:
        """What people read of every node that did not answer."""
        return {
            node: f"{unknown.reason}\n{unknown.hint}" if unknown.hint else unknown.reason
            for node, unknown in self.unknown_hosts.items()
        }

    @property
    def missing_keys(self) -> Mapping[str, str]:
        """What people read of an account whose keys did not resolve; empty when they did."""
        missing = self.desired.keys_missing
        return {f"account {self.desired.installation.account}": missing} if missing else {}
