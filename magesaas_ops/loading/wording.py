"""How messages quote what stands in a file: briefly, and never when it looks like a secret."""

from __future__ import annotations

from magesaas_ops.loading.scalars import Kind, PlainDate, PlainValue, Surprise
from magesaas_ops.loading.secret_shapes import holds_a_password, looks_like_a_secret

REFERENCES = "{env: NAME}, {file: PATH} or {command: [argv...]}"
_MOST_SHOWN = 60


def shown(text: str) -> str:
    """Quote a text for a message."""
    if looks_like_a_secret(text) or holds_a_password(text):
        return "(not shown: it looks like a secret)"
    if len(text) > _MOST_SHOWN:
        text = text[: _MOST_SHOWN - 1] + "…"
    return f"`{text}`"


def misreading(written: str, meaning: PlainValue) -> str:
    """Say what YAML reads a scalar as that is meant as text, and how to write it."""
    if meaning is None:
        what = "nothing (null)"
    elif isinstance(meaning, PlainDate):
        what = "a date"
    elif isinstance(meaning, bool):
        what = Kind.BOOLEAN.value
    elif isinstance(meaning, Surprise):
        what = meaning.kind.value
    else:
        what = Kind.NUMBER.value
    if not written:
        return f"is empty, which YAML reads as {what}"
    quoted = f'"{written}"'
    return f"{shown(written)} without quotes is {what} in YAML; if it is meant as text, write {shown(quoted)}"
