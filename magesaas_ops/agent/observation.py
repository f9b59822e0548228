"""The observation in an answer of the agent, read into a :class:`HostState`; its shape stands in ``protocol.py``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from magesaas_ops.model.host_state import HostState, ModuleState, ObservedValue, PackageState, Source, Stamp


class UnreadableObservation(ValueError):
    """An observation has another shape than the protocol says; the message names the key."""


def host_state_in(observation: object, nonce: str) -> HostState:
    """Read an observation whose secrets are HMACs under ``nonce``.

    :raises UnreadableObservation: a key is missing or its value is of another type.
    """
    tree = _tree(observation, "observation")
    modules = _tree(tree.get("modules"), "modules")
    stamp, stamp_problem = _stamp(tree)
    return HostState(
        nonce=nonce,
        digest=_text(tree, "digest"),
        edition=_text(tree, "edition"),
        version=_text(tree, "version"),
        mode=_text(tree, "mode"),
        php=_text(tree, "php"),
        user=_text(tree, "user"),
        owner=_text(tree, "owner"),
        websites=_texts(tree, "websites"),
        base_urls=_texts(tree, "base_urls"),
        values={path: _value(entry, path) for path, entry in _tree(tree.get("values"), "values").items()},
        packages={name: _package(entry, name) for name, entry in _tree(tree.get("packages"), "packages").items()},
        modules=ModuleState(_texts(modules, "enabled"), _texts(modules, "disabled"), _texts(modules, "absent")),
        composer_problems=_texts(tree, "composer_problems"),
        has_dev_packages=_flag(tree, "has_dev_packages"),
        upgrade_reasons=_texts(tree, "upgrade_reasons"),
        has_static_content=_flag(tree, "has_static_content"),
        is_compiled=_flag(tree, "is_compiled"),
        maintenance=_flag(tree, "maintenance"),
        credentials_type=_text_or_none(tree, "credentials_type"),
        gateway=_text_or_none(tree, "gateway"),
        stamp=stamp,
        stamp_problem=stamp_problem,
    )


def _value(entry: object, path: str) -> ObservedValue:
    tree = _tree(entry, path)
    try:
        locked_by = _text_or_none(tree, "locked_by")
        effective, stored = _text_or_none(tree, "effective"), _text_or_none(tree, "stored")
        is_unexplained = _text(tree, "source") == "unexplained"
        explained = Source.DATABASE if stored is not None else Source.UNSET
        return ObservedValue(
            value=stored if is_unexplained else effective,
            cached=effective,
            is_cached=True,
            is_unexplained=is_unexplained,
            stored=stored,
            has_row=_flag(tree, "has_row"),
            supported=_flag(tree, "supported"),
            encrypted=_flag(tree, "encrypted"),
            source=explained if is_unexplained else Source(_text(tree, "source")),
            locked_by=Source(locked_by) if locked_by else None,
            undecryptable=_flag(tree, "undecryptable"),
            in_clear=_flag(tree, "in_clear"),
            other_scopes=_texts(tree, "other_scopes"),
        )
    except ValueError as error:
        raise UnreadableObservation(f"{path}: {error}") from error


def _package(entry: object, name: str) -> PackageState:
    tree = _tree(entry, name)
    return PackageState(
        installed=_text_or_none(tree, "installed"),
        required=_text_or_none(tree, "required"),
        locked=_text_or_none(tree, "locked"),
        satisfied=_flag(tree, "satisfied"),
    )


def _stamp(tree: Mapping[str, object]) -> tuple[Stamp | None, str | None]:
    """The stamp is text that anybody may have written: an odd one is a problem to tell, not an unreadable host."""
    problem = _text_or_none(tree, "stamp_problem")
    entry = tree.get("stamp")
    if not isinstance(entry, Mapping):
        return None, problem
    names = ("installation", "saas_environment", "digest", "revision", "database")
    fields = [entry.get(name, "") for name in names]
    texts = [field for field in fields if isinstance(field, str)]
    if len(texts) < len(fields) or not all(texts[:3]):
        return None, "the stamp lacks its installation, SaaS environment or digest"
    return Stamp(*texts), problem


def _tree(value: object, key: str) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value)
    if value == []:  # PHP's empty map
        return {}
    raise UnreadableObservation(f"{key} is no object")


def _text(tree: Mapping[str, object], key: str) -> str:
    value = tree.get(key)
    if isinstance(value, str):
        return value
    raise UnreadableObservation(f"{key} is no text")


def _text_or_none(tree: Mapping[str, object], key: str) -> str | None:
    return None if key in tree and tree[key] is None else _text(tree, key)


def _texts(tree: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = tree.get(key)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise UnreadableObservation(f"{key} is no list of texts")


def _flag(tree: Mapping[str, object], key: str) -> bool:
    value = tree.get(key)
    if isinstance(value, bool):
        return value
    raise UnreadableObservation(f"{key} is neither true nor false")
