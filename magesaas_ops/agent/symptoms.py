"""Why a host did not answer at all, told from what the shell, sudo or PHP printed in place of an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.text.last_lines import end_of, last_lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_BEFORE_IT_BEGAN = (
    (
        r"ssh: Could not resolve hostname",
        "ssh does not know the host by that name",
        "Correct the name in `hosts`, or add it to your ssh configuration.",
    ),
    (
        r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED",
        "ssh does not trust the host's key",
        "Compare the key with the host's own, then add it to known_hosts; it is never accepted unseen.",
    ),
    (
        r"Permission denied \([a-z,-]+\)|Too many authentication failures",
        "ssh is not let in with the keys that it has",
        "Check `ssh_user` and `ssh_key`, or your agent; passwords are never asked for.",
    ),
    (
        r"ssh: connect to host|kex_exchange_identification|banner exchange",
        "ssh does not reach the host",
        "Is it up, and is it reachable from here on that port?",
    ),
    (
        r"sudo:.*(password is required|no password was provided|\d incorrect password|no tty)|Sorry, try again",
        "sudo asks for a password on the host, or does not accept the one that it was given",
        "Allow the connecting user to run as `run_as` without a password, or give the right sudo password.",
    ),
    (
        r"sudo:.*unknown user|unknown user:? \S+|user \S+ does not exist",
        "the user named by `run_as` does not exist on the host",
        "Set `run_as` to the owner of app/etc/env.php.",
    ),
    (
        r"not allowed to execute|not in the sudoers file|may not run sudo",
        "sudo does not allow the connecting user to run PHP as `run_as`",
        "Add a sudoers rule on the host, or connect as the owner of app/etc/env.php.",
    ),
    (
        r"sudo\S* (command )?not found|Unknown command:? '?sudo",
        "the host has no sudo",
        "Connect as the owner of app/etc/env.php and leave `run_as` out.",
    ),
    (
        r"(command )?not found|Unknown command|No such file or directory|Could not find command",
        "the host has no PHP by that name",
        "Set `php` of the installation to the binary's full path.",
    ),
)
_WHILE_IT_RAN = (
    (
        r"Connection (to \S+ )?(closed|reset) by|client_loop: send disconnect|Timeout, server \S+ not responding",
        "the connection to the host was cut",
        "Look whether the host and the network between are well, then run again.",
    ),
    (
        r"undefined function gzinflate",
        "PHP on the host has no zlib, without which it cannot unpack the agent (nor run Magento)",
        "Enable PHP's zlib extension for the command line there.",
    ),
    (
        r"PHP Parse error|PHP Fatal error|Parse error|Fatal error",
        "PHP on the host ended before the agent could speak",
        "Use PHP 7.3 or newer there; look at the lines above.",
    ),
)
_NOTHING = (
    "the host printed nothing at all",
    "Look whether the command line of that user runs anything: a restricted shell or `exec` prefix may drop it.",
)
_SOMETHING = (
    "the host printed something else than an answer of the agent",
    "Look at the lines above; a forced command or a login script that reads standard input does this.",
)

_OUR_OWN = '",{"verb":"'
_MOST_LINES_SEARCHED = 200
_LONGEST_LINE_SEARCHED = 500


@dataclass(frozen=True, slots=True)
class Symptom:
    """A message for a person, with the last lines that the host printed, and what to do.

    ``may_have_run`` is False when the agent never began, so that nothing of what was asked can have been done.
    """

    message: str
    hint: str
    may_have_run: bool


def symptom_in(stdout: str, stderr: str, *, hiding: Iterable[str] = ()) -> Symptom:
    """Tell why there is no answer; what is quoted of the output is redacted, and ``hiding`` are known secrets.

    Only the ends of the two outputs are looked at, so that no output takes long.
    """
    printed = [line for output in (stdout, stderr) for line in _lines_at_the_end(output)]
    lines = last_lines_of("\n".join(printed), hiding=hiding)
    if not lines:
        return Symptom(*_NOTHING, may_have_run=True)
    searched = "\n".join(line[:_LONGEST_LINE_SEARCHED] for line in printed)
    for symptoms, may_have_run in ((_BEFORE_IT_BEGAN, False), ((*_WHILE_IT_RAN, ("", *_SOMETHING)), True)):
        for pattern, message, hint in symptoms:
            if re.search(pattern, searched):
                return Symptom(message + ":\n    " + "\n    ".join(lines), hint, may_have_run)
    raise AssertionError("the empty pattern matches everything")


def _lines_at_the_end(printed: str) -> list[str]:
    """The last lines without those that hold our own request: a terminal or a shell may echo its input."""
    lines = end_of(printed).splitlines()[-_MOST_LINES_SEARCHED:]
    return [line for line in lines if not line.startswith("MS1 ") and _OUR_OWN not in line]
