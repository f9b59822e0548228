"""Clusters → the installations of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.importing.attachments import Attachments
from magesaas_ops.importing.clusters import Cluster, clusters_of
from magesaas_ops.importing.proposals import proposed_name, proposed_stage, unused
from magesaas_ops.laws.addresses import addresses_of
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.draft import Draft, DraftInstallation
from magesaas_ops.model.host_state import HostState
from magesaas_ops.model.inventory import DEFAULT_PACKAGES, LOCAL_HOST, Connection, Installation, Stage, Transport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.importing.targets import Target
    from magesaas_ops.model.host_state import Observation
    from magesaas_ops.model.inventory import Fleet
    from magesaas_ops.model.registry_record import RegistryRecord
    from magesaas_ops.model.secret_ref import KeyMaterial


def installation_at(target: Target) -> Installation:
    """A target as what the rest of the product knows how to reach and to compare."""
    is_local = target.host == LOCAL_HOST
    connection = Connection(Transport.LOCAL if is_local else Transport.OPENSSH, host_data=dict(target.connection))
    name = str(target)
    return Installation(name, Stage.DEVELOPMENT, (target.host,), target.root, ("base",), None, connection)


def drafted(
    fleet: Fleet,
    observed: Mapping[Target, Observation],
    connected: Mapping[Target, str],
    *,
    account: str | None,
    keys: Mapping[str, KeyMaterial],
    records: Mapping[str, RegistryRecord],
) -> Draft:
    """What would be written beside an existing fleet.

    ``connected`` says who connects to a host, where that is known. ``keys`` are those of declared accounts that
    resolve; ``records`` what the registry gave to them, by id; ``account`` is what a key pair that no declared account
    has is to be called.
    """
    skipped = {str(target): told for target, told in _declared(fleet, observed).items()}
    seen = {
        target: state
        for target, state in observed.items()
        if isinstance(state, HostState) and str(target) not in skipped
    }
    clusters, twins = clusters_of(seen)
    skipped |= {str(target): f"it is {other} once more" for target, other in twins.items()}
    attachments = Attachments(fleet, account, keys, records)
    targets = [attachments.take(cluster.state) for cluster in clusters]
    taken = {*fleet.installations, *fleet.unreadable}
    installations = []
    for cluster, (ref, keys_from, marks) in zip(clusters, targets, strict=True):
        base_urls = _base_urls(cluster.state)
        hosts = tuple(target.host for target, _ in cluster.nodes)
        name = unused(proposed_name(hosts, cluster.target.root, base_urls), taken)
        taken.add(name)
        run_as = _run_as(cluster.state, connected.get(cluster.target, ""))
        installations.append(_installation(name, hosts, cluster, ref, keys_from, run_as, marks, attachments))
    return Draft(attachments.accounts(), tuple(installations), skipped)


def _installation(
    name: str,
    hosts: tuple[str, ...],
    cluster: Cluster,
    ref: str,
    keys_from: str | None,
    run_as: str | None,
    marks: tuple[str, ...],
    attachments: Attachments,
) -> DraftInstallation:
    target, state = cluster.target, cluster.state
    type_, is_known = attachments.type_of(ref)
    base_urls = _base_urls(state)
    remote = [host for host in hosts if host != LOCAL_HOST]
    last_folder = target.root.rpartition("/")[2]  # what stands above it belongs to the machine, not to the shop
    stage, mark = proposed_stage((*remote, *base_urls, last_folder), type_=type_, is_known=is_known)
    packages = tuple(one for one in DEFAULT_PACKAGES if (found := state.packages.get(one)) and found.installed)
    is_built_elsewhere = state.node.root.path not in {"", target.root}
    return DraftInstallation(
        name,
        stage,
        mark,
        hosts,
        target.root,
        state.websites,
        ref,
        run_as,
        target.connection,
        base_urls,
        keys_from,
        f"confirm: {target.root} is a link to {state.node.root.path}" if is_built_elsewhere else "",
        packages if 0 < len(packages) < len(DEFAULT_PACKAGES) else (),
        (*marks, *_oddities(name, cluster, packages, ref)),
    )


def _run_as(state: HostState, connected: str) -> str | None:
    """The owner of env.php, where that is not who connects."""
    return None if state.owner == (connected or state.user) else state.owner


def _base_urls(state: HostState) -> tuple[str, ...]:
    return tuple(url for url in state.base_urls if url.startswith(("http://", "https://")))


def _oddities(name: str, cluster: Cluster, packages: tuple[str, ...], ref: str) -> tuple[str, ...]:
    state = cluster.state
    told = [f"its database is also that of {other}" for other in cluster.also_at]
    if not packages and ref != "none":
        told.append("the packages are not there that attach it; the first apply would install them")
    if any(state.value(path).undecryptable for path in paths.SECRET_PATHS):
        told.append("a stored key does not decrypt here: the database was copied from another installation")
    if state.environment != "production":
        told.append(f"magento_saas/environment is {state.environment}: it uses the sandbox keys")
    if state.stamp is not None and state.stamp.installation != name:
        told.append(f"its stamp says {state.stamp.installation}")
    locked = sorted({one.locked_by.value for path in paths.MANAGED_PATHS if (one := state.value(path)).locked_by})
    if locked:
        told.append(f"some of its values are locked by {', '.join(locked)}")
    codes = {other.websites for _, other in cluster.nodes}
    if len(codes) > 1:
        told.append("its nodes do not agree about the websites")
    return tuple(told)


def _declared(fleet: Fleet, observed: Mapping[Target, Observation]) -> dict[Target, str]:
    """Targets at the address of something that is declared already."""
    known = {address.place: name for name, one in fleet.installations.items() for address in addresses_of(one)}
    return {
        target: f"it is declared already, as {known[address.place]}"
        for target in observed
        for address in addresses_of(installation_at(target))
        if address.place in known
    }
