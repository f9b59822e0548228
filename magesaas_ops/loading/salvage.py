"""A file whose shape is wrong somewhere: what can be used all the same, and a finding for each thing that is wrong.

Each account, installation and waiver is judged as a file of its own that holds nothing else, so that one mistake is
told once and everything else is still built and judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from magesaas_ops.loading.shape.acceptor import inventory_acceptor
from magesaas_ops.loading.shape.connections import DEFAULT_TRANSPORT
from magesaas_ops.loading.shape.errors import ShapeError, shape_errors
from magesaas_ops.loading.shape.findings import shape_findings, suggestion
from magesaas_ops.loading.shape.values import with_defaults

if TYPE_CHECKING:
    from collections.abc import Iterable

    from magesaas_ops.loading.document import Document
    from magesaas_ops.loading.shape.values import AccountValues, InstallationValues, WaiverValues
    from magesaas_ops.loading.yaml.scalars import PlainValue

PlainMapping = dict[str, "PlainValue"]

_VERSION: PlainMapping = {"version": 1}
_HARMLESS_KEYS = frozenset({"connection", "run_as", "php", "composer", "install", "packages", "tags"})
"""Keys of an installation that no rule judges: without them it is still told what else is wrong with it."""


def take_what_has_shape(document: Document, value: PlainValue) -> None:
    """Fill the document with everything whose shape is right, and tell what is wrong with the rest."""
    if not isinstance(value, dict):
        _report(document, shape_errors(value))
        return
    sections = ("accounts", "installations", "defaults", "waivers")
    hollow: PlainMapping = {key: _emptied(key, part) if key in sections else part for key, part in value.items()}
    errors = shape_errors(hollow)
    _report(document, errors)
    misspelt = {suggestion(error): error.key for error in errors if error.keyword == "additionalProperties"}
    for section in ("accounts", "installations"):
        document.unreadable.update(_names(value, misspelt.get(section)))
    if value.get("version", 1) != 1:
        document.unreadable.update(_names(value, "accounts"), _names(value, "installations"))
        return
    _take_accounts(document, value)
    _take_installations(document, value, defaults_are_whole="defaults" not in misspelt)
    _take_waivers(document, value)


def _emptied(section: str, part: PlainValue) -> PlainValue:
    if isinstance(part, dict):
        return {}
    return [] if isinstance(part, list) and section == "waivers" else part


def _names(value: PlainMapping, section: str | None) -> Iterable[str]:
    part = value.get(section or "")
    return part if isinstance(part, dict) else ()


def _take_accounts(document: Document, value: PlainMapping) -> None:
    accounts = value.get("accounts")
    for name, account in accounts.items() if isinstance(accounts, dict) else ():
        alone: PlainMapping = {**_VERSION, "accounts": {name: account}}
        if inventory_acceptor()(alone):
            document.accounts[name] = cast("AccountValues", account)
        else:
            document.unreadable.add(name)
            _report(document, shape_errors(alone))


def _take_installations(document: Document, value: PlainMapping, *, defaults_are_whole: bool) -> None:
    """What is required is told only when nothing of the defaults was lost: it may have stood there."""
    defaults, all_usable = _usable_defaults(document, value)
    installations = value.get("installations")
    for name, own in installations.items() if isinstance(installations, dict) else ():
        merged = with_defaults(defaults, own) if isinstance(own, dict) else own
        alone: PlainMapping = {**_VERSION, "installations": {name: _with_transport(merged)}}
        if inventory_acceptor()(alone):
            document.installations[name] = cast("InstallationValues", merged)
            continue
        errors = shape_errors(alone)
        told = (
            errors if defaults_are_whole and all_usable else [error for error in errors if error.keyword != "required"]
        )
        _report(document, told)
        wrong_keys = {_key_below_installation(error) for error in errors}
        if isinstance(merged, dict) and None not in wrong_keys:
            usable: PlainMapping = {key: part for key, part in merged.items() if key not in wrong_keys}
            document.installations[name] = cast("InstallationValues", usable)
        else:
            document.unreadable.add(name)


def _with_transport(value: PlainValue) -> PlainValue:
    """An installation, or defaults, whose connection names its transport: the schema judges its keys by that."""
    connection = value.get("connection") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(connection, dict):
        return value
    return {**value, "connection": {"transport": DEFAULT_TRANSPORT, **connection}}


def _key_below_installation(error: ShapeError) -> str | None:
    """Which harmless key of an installation the error is about; None when it is about anything that rules judge."""
    if error.keyword == "additionalProperties" and len(error.path) == 2:
        return error.key if suggestion(error) in {None, *_HARMLESS_KEYS} else None
    key = str(error.path[2]) if len(error.path) > 2 else None
    return key if key in _HARMLESS_KEYS else None


def _usable_defaults(document: Document, value: PlainMapping) -> tuple[PlainMapping, bool]:
    """The defaults that have the right shape, and whether those are all."""
    defaults = value.get("defaults", {})
    if not isinstance(defaults, dict):
        return {}, False
    errors = shape_errors({**_VERSION, "defaults": _with_transport(defaults)})
    _report(document, errors)
    wrong = {str(step) for error in errors for step in (error.path[1:2] or [error.key])}
    return {key: part for key, part in defaults.items() if key not in wrong}, not errors


def _take_waivers(document: Document, value: PlainMapping) -> None:
    waivers = value.get("waivers")
    for index, waiver in enumerate(waivers if isinstance(waivers, list) else ()):
        alone: PlainMapping = {**_VERSION, "waivers": [waiver]}
        if inventory_acceptor()(alone):
            document.waivers[index] = cast("WaiverValues", waiver)
        else:
            _report(document, shape_errors(alone), waiver_index=index)


def _report(document: Document, errors: Iterable[ShapeError], waiver_index: int = 0) -> None:
    if document.nodes is not None:
        document.defects.extend(shape_findings(document.nodes, errors, waiver_index))
