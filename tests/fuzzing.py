"""How hard the properties are tried: a share in ``make test``, many times as hard in ``make faults``."""

from __future__ import annotations

import os

FORCE = float(os.environ.get("FUZZING", "0.25"))


def examples(number: int) -> int:
    """So many examples at full force; at least ten at any."""
    return max(10, round(number * FORCE))
