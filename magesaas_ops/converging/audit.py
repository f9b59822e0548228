"""The local audit log: one JSON line per installation and apply, and per change in the registry, without secrets."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from magesaas_ops.converging.runs import whoami

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.outcome import Outcome

AUDIT_VARIABLE = "MAGESAAS_AUDIT_LOG"


def audit_log_path() -> Path:
    """Where the log is: ``MAGESAAS_AUDIT_LOG``, else the XDG state folder of the user."""
    if chosen := os.environ.get(AUDIT_VARIABLE):
        return Path(chosen)
    state_home = os.environ.get("XDG_STATE_HOME")
    return (Path(state_home) if state_home else Path.home() / ".local" / "state") / "magesaas" / "audit.jsonl"


def append_to_audit_log(verb: str, revision: str, outcome: Outcome) -> Path:
    """Append who did what, when, from which revision of the inventory, and how it ended, in one line. Raises OSError.

    ``steps`` are what was planned, ``done`` the tasks that ended well; ``state`` is where the installation stood then.
    """
    return append_record(
        {
            "verb": verb,
            "revision": revision,
            "installation": outcome.installation,
            "outcome": outcome.ending.value,
            "steps": [f"{step.kind.value} {step.item}" for step in outcome.plan.steps],
            "done": list(outcome.done),
            "failed_step": outcome.step or None,
            "state": outcome.state,
            "seconds": round(outcome.seconds, 3),
        }
    )


def append_record(record: Mapping[str, object]) -> Path:
    """Append one line: when, who, and what is in the record, which holds no secret. Raises OSError.

    A pipe that nobody reads is an error at once: waiting for a reader would stop the whole run.
    """
    path = audit_log_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    at = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
    line = json.dumps({"at": at, "who": whoami(), **record})
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o600), "a", encoding="utf-8"
    ) as log:
        log.write(f"{line}\n")
    return path
