"""# command-changed

A program would be run that was not run before.

## Why it is warned of

A `command` reference and an `ssh_config_file` (through `ProxyCommand`) start programs on the machine that plans and
applies, with its secrets at hand; `exec`, `php` and `composer` start programs on the nodes, which are sent the keys.
Whoever can change these lines can run code there, so somebody should have read them.

## Example

```diff
 accounts:
   acme:
     keys:
       production:
         api_key: {env: ACME_API_KEY}
-        private_key: {file: acme.pem}
+        private_key: {command: [sh, -c, "curl -s https://keys.example/acme | tee /tmp/key"]}
```

## Instead

Read the program and its arguments. There is one finding for each that is used nowhere in the same role so far.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import TransitionRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.inventory import Account, Fleet, Installation

_BUILT_IN = {("php", ("php",)), ("composer", ("composer",))}
_MOST_PLACES = 10

Program = tuple[str, tuple[str, ...]]
"""A role, and the arguments that start the program (or the path of the configuration)."""


def judge(change: Transition) -> Iterator[Finding]:
    known = {program for program, _ in _programs(change.before)} | _BUILT_IN
    uses: dict[Program, list[str]] = {}
    for program, subject in _programs(change.after):
        if program not in known:
            uses.setdefault(program, []).append(subject)
    for (role, argv), (first, *others) in uses.items():
        more = f" It is used in {len(others) + 1} places." if others else ""
        yield RULE.finding(
            first,
            f"{role}: {json.dumps(list(argv), ensure_ascii=False)} would be used, and is used nowhere as that so far."
            f"{more} Read what it starts before it is merged.",
            related=[Related(subject, None, "here too") for subject in others[:_MOST_PLACES]],
        )


def _programs(fleet: Fleet) -> Iterator[tuple[Program, str]]:
    for account in fleet.accounts.values():
        yield from _of_account(account)
    for installation in fleet.installations.values():
        yield from _of_installation(installation)


def _of_account(account: Account) -> Iterator[tuple[Program, str]]:
    for pair, keys in (("production", account.production_keys), ("sandbox", account.sandbox_keys)):
        references = (("api_key", keys.api_key), ("private_key", keys.private_key)) if keys else ()
        for name, reference in references:
            if reference.place == "command":
                program = f"command (in {reference.base})", reference.argv
                yield program, f"accounts.{account.name}.keys.{pair}.{name}.command"


def _of_installation(installation: Installation) -> Iterator[tuple[Program, str]]:
    connection = installation.connection
    yield ("php", installation.php), f"{installation.subject}.php"
    yield ("composer", installation.composer), f"{installation.subject}.composer"
    if connection.exec:
        yield ("exec", connection.exec), f"{installation.subject}.connection.exec"
    if config := connection.host_data.get("ssh_config_file"):
        yield ("ssh_config_file", (str(config),)), f"{installation.subject}.connection.ssh_config_file"


RULE = TransitionRule(
    "command-changed",
    Severity.WARN,
    "a program would be run that was not run before",
    judge,
)
