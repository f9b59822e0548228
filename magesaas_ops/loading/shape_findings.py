"""Shape errors → findings: one message for each mistake, at its place."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, cast

from magesaas_ops.loading.scalars import REDACTED
from magesaas_ops.loading.schema import schema_at
from magesaas_ops.loading.shape_wording import expectation, wording
from magesaas_ops.loading.subjects import subject_of
from magesaas_ops.loading.wording import REFERENCES, shown
from magesaas_ops.model.defect import PLAINTEXT_SECRET, SCHEMA_VIOLATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from magesaas_ops.loading.document import Document
    from magesaas_ops.loading.node_paths import Entry, Path
    from magesaas_ops.loading.shape import ShapeError
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.source import Place


def shape_findings(document: Document, errors: Iterable[ShapeError], waiver_index: int) -> Iterator[Finding]:
    """Word the errors of one entity; a missing key that is there misspelt is told once, as misspelt."""
    told = [error for error in errors if error.value is not REDACTED]
    misspelt = {(error.path, suggestion(error)) for error in told if error.keyword == "additionalProperties"}
    for error in told:
        if error.keyword == "required" and (error.path, error.key) in misspelt:
            continue
        path = error.path
        if path[:1] == ("waivers",) and len(path) > 1:
            path = ("waivers", waiver_index, *path[2:])
        yield _finding(document, error, path)


def suggestion(error: ShapeError) -> str | None:
    """The known key that an unknown one was probably meant to be."""
    known = cast(dict[str, object], error.schema.get("properties", {}))
    close = get_close_matches((error.key or "").lower().replace("-", "_"), known, n=1, cutoff=0.7)
    return close[0] if close else None


def _finding(document: Document, error: ShapeError, path: Path) -> Finding:
    entry = _written(document, path)
    subject = subject_of(path)
    if error.keyword == "additionalProperties" and error.key is not None:
        place = _place_of_key(document, path, error.key)
        return SCHEMA_VIOLATION.finding(subject_of((*path, error.key)), _unknown_key(subject, error), place)
    place = document.nodes.place(entry) if document.nodes and entry else None
    if error.keyword == "propertyNames" and error.key is not None:
        detail = f"{shown(error.key)} is no valid {error.schema.get('title', 'name')}. {error.schema['description']}"
        return SCHEMA_VIOLATION.finding(
            subject_of((*path, error.key)), detail, _place_of_key(document, path, error.key)
        )
    if error.keyword == "required" and error.key is not None:
        wanted = schema_at((*path, error.key))
        detail = f"{subject} lacks `{error.key}`. {expectation(wanted)}"
        return SCHEMA_VIOLATION.finding(subject, detail, place)
    if "keys" in path and not isinstance(error.value, dict | list | None):
        return _unshown(subject, error, path, place)
    written = entry.value.value if entry and isinstance(entry.value.value, str) else None
    return SCHEMA_VIOLATION.finding(subject, wording(subject, error, schema_at(path), written), place)


def _unshown(subject: str, error: ShapeError, path: Path, place: Place | None) -> Finding:
    """A wrong value at or below a reference to a secret: it may be one, so it is not repeated."""
    if any(step in ("env", "file", "command") for step in path[-2:]):
        detail = f"{subject} is no valid {error.schema.get('title', 'text')}. {expectation(schema_at(path))}"
        return SCHEMA_VIOLATION.finding(subject, detail, place)
    detail = f"{subject} holds a text where a reference to a secret belongs: {REFERENCES}."
    return PLAINTEXT_SECRET.finding(subject, detail, place)


def _unknown_key(subject: str, error: ShapeError) -> str:
    where = "an inventory" if subject == "inventory" else subject
    known = cast(dict[str, object], error.schema.get("properties", {}))
    close = suggestion(error)
    advice = f"Did you mean `{close}`?" if close else f"Known here: {', '.join(known)}."
    return f"{where} has no key {shown(error.key or '')}. {advice}"


def _written(document: Document, path: Path) -> Entry | None:
    """The node behind a path, or its nearest parent; what an installation does not have stands in the defaults."""
    if document.nodes is None:
        return None
    entry, found = document.nodes.nearest(path)
    if found < len(path) and path[0] == "installations" and len(path) > 2:
        return document.nodes.at(("defaults", *path[2:])) or entry
    return entry


def _place_of_key(document: Document, path: Path, key: str) -> Place | None:
    if document.nodes is None:
        return None
    parent = _written(document, path)
    below = document.nodes.below(parent.value, key) if parent else None
    if below is None or below.key is None:
        return document.nodes.place(parent) if parent else None
    return document.nodes.place_of_node(below.key)
