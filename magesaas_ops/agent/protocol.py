r"""How the control machine and ``agent.php`` speak: one JSON object each way, over one process.

The command on the host is ``php -r ⟨LOADER⟩``; on its standard input stands a marker line ``MS1 ⟨bytes⟩`` and then a
JSON array ``[agent source, deflated and in base64, request]``. The answer is one line of ASCII JSON between markers,
found even between PHP warnings and login banners: ``\n@@MAGESAAS1 ⟨sha256 of the JSON⟩ ⟨JSON⟩@@\n``.

Request::

    {"verb": "observe" | "configure" | "detach" | "caches" | "upgrade-status"
             | "maintenance-on" | "maintenance-off" | "tasks" | "run" | "probe",
     "root": "/var/www/magento",        absolute; may be a symbolic link
     "nonce": "⟨32 hex⟩",               secrets are answered as HMAC-SHA256 (hex) under it
     "packages": {"magento/data-services": "*"},     Composer constraints to check (observe)
     "expect": "⟨digest⟩" | null,       configure, detach: refuse when the host's digest is another
     "set": {"⟨path⟩": "⟨text⟩"},       configure: default scope; the only place where secrets travel
     "remove": ["⟨path⟩"],              configure: rows to delete (default scope)
     "stamp": {…} | null,               configure, detach: stored as JSON at magesaas/attachment/stamp, with what the
                                        host adds (database; detached_from and detached_at); null leaves it
     "lock_seconds": 30,
     "run": "⟨id⟩",                     the verbs of the last line: compared with the mark under the lock on app/etc
     "installation": …, "by": …, "over": "⟨id⟩" | null,      maintenance-on
     "settled": ["⟨task⟩"],             maintenance-off           "begun": […], "ended": […]      tasks
     "task": …, "argv": […], "fresh_requirejs": bool, "fresh_generated": bool,                    run
     "name": …, "hold_seconds": 0}      probe: held for that long, or with 0 looked for

Answer: ``{"ok": true, "verb": …, "node": {…}, "observation": {…}, "changed": ["⟨path⟩"], "healed": bool}`` or
``{"ok": false, "verb": …, "node": {…} | null, "error": {"code": …, "message": …, "path": … | null}}``. In place of
observation, changed and healed, ``upgrade-status`` answers ``"upgrade_reasons": ["…"]``, ``run`` ``"command":
{"status": 0, "signal": null, "seconds": 1.5, "lines": ["…"]}`` and ``probe`` ``"held": bool``. A code is one of
``not-a-magento-root``, ``not-installed``, ``wrong-owner``, ``database``, ``busy`` (another writer holds the lock),
``stale`` (digest moved), ``locked`` (a path is locked by env.php, config.php or an environment variable),
``unsupported`` (this generation has no such field, or its module is not enabled), ``not-stored`` (the database keeps
another text than it was given: nothing was committed), ``not-effective`` (stored, but Magento does not use it),
``vendor-broken`` (files are missing without which no Magento process starts), ``at-work`` (somebody holds the lock on
the code), ``marked`` (the mark is another run's), ``fenced`` (the mark is gone, or another run's by now), ``owed``
(begun tasks are left), ``exception``. The agent ends with status 0 whenever it answered.
Values of secrets never appear in an answer, nor does anything of the request.

Observation::

    {"edition": "Community", "version": "2.4.7-p1", "mode": "production", "php": "8.2.36",
     "user": "www-data",                 who runs the process          "owner": "www-data",  of app/etc/env.php
     "websites": ["base"],               without admin, by website_id
     "base_urls": ["https://…/"],        every unsecure and secure base URL, default and per website, unique, sorted
     "cached_base_urls": […] | null,     those that the configuration cache shows; null when it is not warm
     "cache": "warm" | "cold" | "off" | "unreadable",
     "values": {"⟨path⟩": {"value": …, "source": …, "cached": …, "is_cached": bool, "is_unexplained": bool,
                           "stored": …, "has_row": bool, "supported": bool, "encrypted": bool,
                           "locked_by": … | null, "undecryptable": bool, "in_clear": bool,
                           "other_scopes": ["websites/1"]}},           every path of MANAGED_PATHS
     "packages": {"⟨name⟩": {"installed": "8.1.0" | null, "required": "*" | null, "locked": … | null,
                             "satisfied": bool}},
     "modules": {"enabled": […], "disabled": […], "absent": […]},      the Composer closure of the packages, without
                                                                       what the shop itself needs anyway; sorted
     "composer_problems": ["…"],         how composer.json, composer.lock and vendor disagree about the closure
     "debts": {"upgrade": ["…"], "upgrade_elsewhere": ["…"], "compile": ["…"], "static_content": ["…"]},
     "database": {"server": …, "schema": …, "table_prefix": …, "started": 1, "clustered": bool},
     "environment": "production" | "sandbox", "environment_source": …,
     "credentials_type": "Magento_JWT" | null, "gateway": "https://commerce.adobe.io/" | null,
     "stamp": {…} | null, "stamp_problem": "…" | null,
     "feeds": {"cron_enabled": bool, "cron_ran": 1 | null, "now": 1, "feeds": [{"name": "products",
               "kind": "immediate" | "legacy", "items": 1, "sent": 1, "sent_since": 1 | null, "waiting": 1,
               "rejected": 1, "stuck_deletions": 1, "backlog": 1 | null, "indexer": "valid" | null,
               "last_sent": 1 | null, "error": "…" | null, "is_locked": bool, "lacks_items": bool,
               "is_approximate": bool, "problem": "…" | null}]},       see :mod:`magesaas_ops.model.feeds`
     "digest": "⟨sha256⟩"}     over everything but feeds, caches, times, the server's start, edition and version

Node, told by plain files (see :mod:`magesaas_ops.model.node`; times in Unix seconds of the node)::

    {"root": {"machine": …, "hostname": …, "path": …, "device": 1, "inode": 2},
     "maintenance": {"mode": "off" | "operator" | "ours", "run": … | null, "installation": …, "by": …, "since": 1,
                     "age": 1, "begun": [{"task": …, "since": 1, "command": …}]},
     "at_work": {"pid": 1 | null, "since": … | null, "age": … | null, "command": …} | null,
     "vendor": {"missing": ["vendor/…"], "gone": ["⟨package⟩"], "differing": ["…"], "has_lock": bool, "has_dev": bool}}

``value``, ``cached`` and ``stored`` of a secret path: ``HMAC(nonce, text)``; of a private key that OpenSSL can read,
``HMAC(nonce, "rsa:⟨modulus⟩:⟨exponent⟩")`` (lower-case hexadecimal without leading zeros), so that every spelling of
one key answers the same. Empty and absent values are null. ``source`` and ``locked_by`` are the words of
:class:`magesaas_ops.model.host_state.Source`. ``in_clear``: the row of an encrypted field is not encrypted.
"""

from __future__ import annotations

import secrets
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from magesaas_ops.agent.answer import AgentAnswer, answer_in
from magesaas_ops.agent.request import (
    AgentRequest,
    caches_request,
    configure_request,
    detach_request,
    observe_request,
    upgrade_status_request,
)
from magesaas_ops.errors import AgentError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "LOADER",
    "AgentAnswer",
    "AgentRequest",
    "agent_command",
    "agent_source",
    "answer_in",
    "caches_request",
    "configure_request",
    "detach_request",
    "new_nonce",
    "observe_request",
    "payload_of",
    "upgrade_status_request",
]

LOADER = (
    'while(false!==($l=fgets(STDIN))&&strncmp($l,"MS1 ",4));'
    '$b=stream_get_contents(STDIN,(int)substr($l?:"",4));'
    "[$s,$request]=json_decode($b,true)?:exit(97);eval(gzinflate(base64_decode($s)));"
)
"""What stands on the command line. It must survive every login shell inside single quotes, so it has no backslash, no
single quote, no line break, and no ``!`` but before ``=``; it skips whatever precedes its marker line. zlib is there: a
library that Magento's framework requires needs it."""

LONGEST_PAYLOAD = 1024 * 1024
"""Bytes. Transports write while they read, so nothing blocks when there is no PHP to read it; a request with 1,500
packages takes a tenth of this."""

_FLAGS = ("-d", "display_errors=stderr", "-d", "log_errors=0", "-d", "memory_limit=1G")


@cache
def agent_source() -> str:
    """Give the one script that is sent: the files of this package joined, without comments and indentation."""
    here = files(__package__)
    parts = sorted(
        (part for part in (here / "php").iterdir() if part.name.endswith(".php")), key=lambda part: part.name
    )
    lines = ["namespace Magesaas;"]
    for part in (*parts, here / "agent.php"):
        lines.extend(_code_lines(part.read_text(encoding="utf-8")))
    return "\n".join(lines) + "\n"


def agent_command(php: Sequence[str] = ("php",)) -> tuple[str, ...]:
    """Give the argv that waits for a payload on its standard input; nothing of a request stands in it."""
    return (*php, *_FLAGS, "-r", LOADER)


def payload_of(request: AgentRequest, *, before: str = "") -> str:
    """Give what is written to standard input: ASCII but for ``before``, which is put in front (a sudo password)."""
    body = request.joined_to(agent_source())
    if before and not before.endswith("\n"):
        before += "\n"
    payload = f"{before}MS1 {len(body)}\n{body}"
    if len(payload.encode()) > LONGEST_PAYLOAD:
        raise AgentError(
            f"what is to be written to {request.root} is too long: with the agent it makes {len(payload):,} bytes, and "
            f"no more than {LONGEST_PAYLOAD:,} are sent",
            code="too-long",
            hint="Look for a value that cannot be meant, such as a whole file in place of a key.",
        )
    return payload


def new_nonce() -> str:
    """Give a fresh key for the HMACs of one run."""
    return secrets.token_hex(16)


def _code_lines(text: str) -> list[str]:
    """The lines of one PHP file without its opening, its comment lines and its indentation; it has no heredoc."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith(("<?php", "namespace ", "//", "/*", "*"))]
