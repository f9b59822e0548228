"""The local audit log: one JSON line per installation and apply, without secrets."""

from __future__ import annotations

import datetime
import getpass
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from magesaas_ops.model.outcome import Outcome

AUDIT_VARIABLE = "MAGESAAS_AUDIT_LOG"


def audit_log_path() -> Path:
    """Where the log is: ``MAGESAAS_AUDIT_LOG``, else the XDG state folder of the user."""
    if chosen := os.environ.get(AUDIT_VARIABLE):
        return Path(chosen)
    state_home = os.environ.get("XDG_STATE_HOME")
    return (Path(state_home) if state_home else Path.home() / ".local" / "state") / "magesaas" / "audit.jsonl"


def append_to_audit_log(verb: str, revision: str, outcomes: Iterable[Outcome]) -> Path:
    """Append who did what, when, from which revision of the inventory, and how it ended. Raises OSError."""
    path = audit_log_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    when = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
    lines = [
        json.dumps(
            {
                "at": when,
                "who": _who(),
                "verb": verb,
                "revision": revision,
                "installation": outcome.installation,
                "outcome": outcome.ending.value,
                "steps": [f"{step.kind.value} {step.item}" for step in outcome.plan.steps],
                "failed_step": outcome.step or None,
                "seconds": round(outcome.seconds, 3),
            }
        )
        for outcome in outcomes
    ]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as log:
        log.write("".join(f"{line}\n" for line in lines))
    return path


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
