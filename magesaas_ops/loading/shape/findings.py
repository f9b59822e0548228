"""Shape errors → findings: one message for each mistake, at its place."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, cast

from magesaas_ops.loading.shape.connections import advice_about, keys_of, transports_reading
from magesaas_ops.loading.shape.schema import places_of_secrets, schema_at
from magesaas_ops.loading.shape.wording import expectation, wording
from magesaas_ops.loading.subjects import in_words, subject_of
from magesaas_ops.loading.yaml.scalars import REDACTED
from magesaas_ops.loading.yaml.secret_shapes import REFERENCES, masked
from magesaas_ops.model.defect import PLAINTEXT_SECRET, SCHEMA_VIOLATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from magesaas_ops.loading.shape.errors import ShapeError
    from magesaas_ops.loading.yaml.places import NodePaths, Path, WrittenNode
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.source import Place


def shape_findings(nodes: NodePaths, errors: Iterable[ShapeError], waiver_index: int) -> Iterator[Finding]:
    """Word the errors of one entity; a missing key that is there misspelt is told once, as misspelt."""
    told = [error for error in errors if not _is_about_a_secret(error)]
    misspelt = {(error.path, suggestion(error)) for error in told if error.keyword == "additionalProperties"}
    for error in told:
        if error.keyword == "required" and (error.path, error.key) in misspelt:
            continue
        path = error.path
        if path[:1] == ("waivers",) and len(path) > 1:
            path = ("waivers", waiver_index, *path[2:])
        yield _finding(nodes, error, path)


def _is_about_a_secret(error: ShapeError) -> bool:
    """Whether a finding of its own is told of the value already."""
    below = error.value.get(error.key) if isinstance(error.value, dict) and error.key else None
    return error.value is REDACTED or below is REDACTED


def suggestion(error: ShapeError) -> str | None:
    """The known key that an unknown one was probably meant to be."""
    close = get_close_matches((error.key or "").lower().replace("-", "_"), _known_keys(error), n=1, cutoff=0.7)
    return close[0] if close else None


def _known_keys(error: ShapeError) -> Sequence[str]:
    known = cast(dict[str, object], error.schema.get("properties", {}))
    return keys_of(error.value) if "transport" in known and isinstance(error.value, dict) else list(known)


def _finding(nodes: NodePaths, error: ShapeError, path: Path) -> Finding:
    if error.key is not None and error.keyword == "additionalProperties":
        return _about_key(nodes, (*path, error.key), _unknown_key(path, error))
    if error.key is not None and error.keyword == "propertyNames":
        if path[-1:] == ("connection",):
            return _about_key(nodes, (*path, error.key), _key_of_another_transport(path, error))
        what = f"{masked(error.key)} is no valid {error.schema.get('title', 'name')}"
        return _about_key(nodes, (*path, error.key), f"{what}. {expectation(error.schema)}")
    entry = _written(nodes, path)
    place = nodes.place(entry)
    if error.keyword == "required":
        wanted = schema_at((*path, error.key or ""))
        detail = f"{in_words(path)} lacks `{error.key}`. {expectation(wanted)}"
        return SCHEMA_VIOLATION.finding(subject_of(path), detail, place)
    if "keys" in path and not isinstance(error.value, dict | list | None):
        return _unshown(error, path, place)
    written = entry.value.value if isinstance(entry.value.value, str) else None
    detail = wording(in_words(path), error, schema_at(path), written)
    return SCHEMA_VIOLATION.finding(subject_of(path), detail, place)


def _unshown(error: ShapeError, path: Path, place: Place | None) -> Finding:
    """A wrong value at or below a reference to a secret: it may be one, so it is not repeated."""
    if not places_of_secrets().isdisjoint(path[-2:]):
        detail = f"{in_words(path)} is no valid {error.schema.get('title', 'text')}. {expectation(schema_at(path))}"
        return SCHEMA_VIOLATION.finding(subject_of(path), detail, place)
    detail = f"{in_words(path)} holds a text where a reference to a secret belongs: {REFERENCES}."
    return PLAINTEXT_SECRET.finding(subject_of(path), detail, place)


def _about_key(nodes: NodePaths, path: Path, detail: str) -> Finding:
    """A finding about a key itself, at the key."""
    parent = _written(nodes, path[:-1])
    below = nodes.below(parent.value, path[-1])
    place = nodes.place_of_node(below.key) if below and below.key else nodes.place(parent)
    return SCHEMA_VIOLATION.finding(subject_of(path), detail, place)


def _key_of_another_transport(path: Path, error: ShapeError) -> str:
    readers = " and ".join(f"`{transport}`" for transport in transports_reading(error.key or ""))
    what = f"{in_words(path)}: {masked(error.key or '')} is no {error.schema['title']}"
    return f"{what}, only of {readers}. Remove it, or choose that transport where the key stands."


def _unknown_key(path: Path, error: ShapeError) -> str:
    known = _known_keys(error)
    what = f"{in_words(path)} has no key {masked(error.key or '')}"
    if close := suggestion(error):
        return f"{what}. Did you mean `{close}`?"
    if "connection" in known and (error.key or "").startswith("ssh_"):
        return f"{what}. It belongs below `connection`."
    advice = f"{advice_about(error.key or '')} " if "transport" in known else ""
    return f"{what}. {advice}Known here: {', '.join(known)}."


def _written(nodes: NodePaths, path: Path) -> WrittenNode:
    """The node behind a path, or its nearest parent; what an installation does not have stands in the defaults."""
    entry, found = nodes.nearest(path)
    if found < len(path) and path[0] == "installations" and len(path) > 2:
        return nodes.at(("defaults", *path[2:])) or entry
    return entry
