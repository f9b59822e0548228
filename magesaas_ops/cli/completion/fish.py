"""The script for fish, 3.0 and later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.cli.completion.words import Completion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from magesaas_ops.cli.completion.words import OptionWords, Values, VerbWords

_HEAD = """# Completion of magesaas for fish; written by: magesaas completion fish
function __magesaas_verb_is --description 'Whether this is the verb on the command line; empty: whether there is none'
    set -l verb
    for word in (commandline -opc)[2..-1]
        if not string match -q -- '-*' $word
            set verb $word
            break
        end
    end
    test "$verb" = "$argv[1]"
end
function __magesaas_revisions
    git for-each-ref --format='%(refname:short)' 2>/dev/null
end
complete -c magesaas -e
complete -c magesaas -f
"""


def render(verbs: Sequence[VerbWords]) -> str:
    """The whole script."""
    before, *named = verbs
    lines = [f"complete -c magesaas -n '__magesaas_verb_is \"\"' {_option(option)}" for option in before.options]
    for verb in named:
        lines.append(f"complete -c magesaas -n '__magesaas_verb_is \"\"' -a {verb.name} -d {_quoted(verb.help)}")
        lines += _verb(verb)
    return _HEAD + "\n".join(lines) + "\n"


def _verb(verb: VerbWords) -> Iterator[str]:
    when = f"-n '__magesaas_verb_is {verb.name}'"
    if argument := _accepted(verb.argument):
        yield f"complete -c magesaas {when} {argument}"
    yield from (f"complete -c magesaas {when} {_option(option)}" for option in verb.options)


def _option(option: OptionWords) -> str:
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
    value = "" if option.values is None else f" {_accepted(option.values) or '-x'}".replace(" -a", " -x -a")
    return f"{names}{value} -d {_quoted(option.help)}"


def _accepted(values: Values) -> str:
    if values.kind is Completion.FILES:
        return "-r -F"
    if values.kind is Completion.REVISIONS:
        return "-a '(__magesaas_revisions)'"
    return f"-a {_quoted(' '.join(values.words))}" if values.words else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
