"""Reading JSON that strangers wrote: whatever it holds, it costs little and fails in one way."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import NoReturn

DEEPEST = 64
LONGEST_NUMBER = 400
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
_BRACKETS = re.compile(r"[\[\]{}]")
_LONG_NUMBER = re.compile(rf"\d{{{LONGEST_NUMBER},}}")


class UnreadableJson(ValueError):
    """Completes "it …": what is wrong with the text, without any of it."""


def json_in(text: str, *, longest: int) -> object:
    """Parse JSON of at most ``longest`` characters, 64 levels and 400 digits in a row; raises UnreadableJson.

    Python's own parser ends a deep one with RecursionError and a long integer with ValueError, at bounds that differ
    from version to version, and lets through NaN and halves of characters, which cannot be written anywhere.
    """
    if len(text) > longest:
        raise UnreadableJson(f"is longer than {longest:,} characters")
    outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    if max(accumulate(_STEPS[one] for one in _BRACKETS.findall(outside)), default=0) > DEEPEST:
        raise UnreadableJson(f"has more than {DEEPEST} levels")
    if _LONG_NUMBER.search(outside):
        raise UnreadableJson(f"has a number of more than {LONGEST_NUMBER} digits")
    try:
        tree: object = json.loads(text, parse_constant=_refuse)
        json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise UnreadableJson("has text that is no Unicode") from None
    except (ValueError, RecursionError):
        raise UnreadableJson("is no JSON") from None
    return tree


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
