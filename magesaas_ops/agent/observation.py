"""The observation in an answer of the agent, read into a :class:`HostState`; its shape stands in ``protocol.py``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from magesaas_ops.agent.feed_report import feeds_in
from magesaas_ops.agent.wire import (
    UnreadableObservation,
    flag_in,
    number_in,
    text_in,
    text_or_none_in,
    texts_in,
    tree_in,
    word_in,
)
from magesaas_ops.model.host_state import (
    ConfigCache,
    DatabaseIdentity,
    Debts,
    HostState,
    ModuleState,
    ObservedValue,
    PackageState,
    Source,
    Stamp,
)
from magesaas_ops.model.node import Node

if TYPE_CHECKING:
    from magesaas_ops.agent.wire import Tree


def host_state_in(observation: object, nonce: str, node: Node | None = None) -> HostState:
    """Read an observation whose secrets are HMACs under ``nonce``; ``node`` came with the same answer.

    :raises UnreadableObservation: a key is missing or its value is of another type.
    """
    tree = tree_in(observation, "observation")
    modules = tree_in(tree.get("modules"), "modules")
    stamp, stamp_problem = _stamp(tree)
    return HostState(
        nonce=nonce,
        digest=text_in(tree, "digest"),
        edition=text_in(tree, "edition"),
        version=text_in(tree, "version"),
        mode=text_in(tree, "mode"),
        php=text_in(tree, "php"),
        user=text_in(tree, "user"),
        owner=text_in(tree, "owner"),
        websites=texts_in(tree, "websites"),
        base_urls=texts_in(tree, "base_urls"),
        values={path: _value(entry, path) for path, entry in tree_in(tree.get("values"), "values").items()},
        packages={name: _package(entry, name) for name, entry in tree_in(tree.get("packages"), "packages").items()},
        modules=ModuleState(texts_in(modules, "enabled"), texts_in(modules, "disabled"), texts_in(modules, "absent")),
        composer_problems=texts_in(tree, "composer_problems"),
        node=node or Node(),
        credentials_type=text_or_none_in(tree, "credentials_type"),
        gateway=text_or_none_in(tree, "gateway"),
        environment=text_in(tree, "environment"),
        environment_source=word_in(Source, tree, "environment_source"),
        cache=word_in(ConfigCache, tree, "cache"),
        cached_base_urls=None if tree.get("cached_base_urls", "") is None else texts_in(tree, "cached_base_urls"),
        debts=_debts(tree_in(tree.get("debts"), "debts")),
        database=_database(tree_in(tree.get("database"), "database")),
        stamp=stamp,
        stamp_problem=stamp_problem,
        feeds=feeds_in(tree),
    )


def _value(entry: object, path: str) -> ObservedValue:
    tree = tree_in(entry, path)
    try:
        locked_by = text_or_none_in(tree, "locked_by")
        return ObservedValue(
            value=text_or_none_in(tree, "value"),
            cached=text_or_none_in(tree, "cached"),
            is_cached=flag_in(tree, "is_cached"),
            is_unexplained=flag_in(tree, "is_unexplained"),
            stored=text_or_none_in(tree, "stored"),
            has_row=flag_in(tree, "has_row"),
            supported=flag_in(tree, "supported"),
            encrypted=flag_in(tree, "encrypted"),
            source=Source(text_in(tree, "source")),
            locked_by=Source(locked_by) if locked_by else None,
            undecryptable=flag_in(tree, "undecryptable"),
            in_clear=flag_in(tree, "in_clear"),
            other_scopes=texts_in(tree, "other_scopes"),
        )
    except ValueError as error:
        raise UnreadableObservation(f"{path}: {error}") from error


def _debts(tree: Tree) -> Debts:
    return Debts(
        upgrade=texts_in(tree, "upgrade"),
        upgrade_elsewhere=texts_in(tree, "upgrade_elsewhere"),
        compile=texts_in(tree, "compile"),
        static_content=texts_in(tree, "static_content"),
    )


def _database(tree: Tree) -> DatabaseIdentity:
    return DatabaseIdentity(
        server=text_in(tree, "server"),
        schema=text_in(tree, "schema"),
        table_prefix=text_in(tree, "table_prefix"),
        started=number_in(tree, "started"),
        clustered=flag_in(tree, "clustered"),
    )


def _package(entry: object, name: str) -> PackageState:
    tree = tree_in(entry, name)
    return PackageState(
        installed=text_or_none_in(tree, "installed"),
        required=text_or_none_in(tree, "required"),
        locked=text_or_none_in(tree, "locked"),
        satisfied=flag_in(tree, "satisfied"),
    )


def _stamp(tree: Tree) -> tuple[Stamp | None, str | None]:
    """The stamp is text that anybody may have written: an odd one is a problem to tell, not an unreadable host."""
    problem = text_or_none_in(tree, "stamp_problem")
    entry = tree.get("stamp")
    if not isinstance(entry, Mapping):
        return None, problem
    names = ("installation", "saas_environment", "digest", "revision", "database", "detached_from")
    fields = [entry.get(name, "") for name in names]
    texts = [field for field in fields if isinstance(field, str)]
    detached_at = entry.get("detached_at", 0)
    if len(texts) < len(fields) or not all(texts[:3]) or not isinstance(detached_at, int):
        return None, "the stamp lacks its installation, SaaS environment or digest"
    installation, saas_environment, digest, revision, database, detached_from = texts
    return Stamp(installation, saas_environment, digest, revision, database, detached_from, detached_at), problem
