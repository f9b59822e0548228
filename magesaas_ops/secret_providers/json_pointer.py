"""``json: /data/private_key`` beside a reference: one text out of the JSON that is there, by its pointer (RFC 6901)."""

from __future__ import annotations

import re

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.text.bounded_json import UnreadableJson, json_in

MOST_CHARACTERS = 1024 * 1024
_INDEX = re.compile(r"0|[1-9]\d{0,6}")
_KINDS = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}


def text_at(json: str, pointer: str, where: str) -> str:
    """The text at ``pointer``; ``where`` names the place. Raises SecretUnavailable, which shows nothing of the JSON."""
    try:
        value = json_in(json, longest=MOST_CHARACTERS)
    except UnreadableJson as error:
        raise SecretUnavailable(
            f"{where}: what is there {error}", hint="Let a command print JSON, or leave `json` out."
        ) from None
    found = ""
    for token in pointer.split("/")[1:]:
        value = _below(value, token.replace("~1", "/").replace("~0", "~"))
        if value is _NOTHING:
            place = f"{found} is there, but" if found else "the JSON is there, but"
            raise SecretUnavailable(
                f"{where}: {place} nothing at {found}/{token}", hint="Compare the pointer with the names in the JSON."
            )
        found += f"/{token}"
    if not isinstance(value, str):
        raise SecretUnavailable(
            f"{where}: there is {_KINDS.get(type(value), 'a number')}, and a text is needed",
            hint="Let the pointer go down to the text itself.",
        )
    if not value:
        raise SecretUnavailable(f"{where}: the text there is empty", hint="Look whether the secret was ever set.")
    return value


_NOTHING = object()


def _below(value: object, token: str) -> object:
    if isinstance(value, dict):
        return value.get(token, _NOTHING)
    if isinstance(value, list) and _INDEX.fullmatch(token) and int(token) < len(value):
        return value[int(token)]
    return _NOTHING
