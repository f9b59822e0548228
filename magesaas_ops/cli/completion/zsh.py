"""The script for zsh: for a folder of ``fpath`` as ``_magesaas``, or to be sourced after ``compinit``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.cli.completion.words import Completion, Values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from magesaas_ops.cli.completion.words import OptionWords, VerbWords

_SCRIPT = r"""#compdef magesaas
# Completion of magesaas for zsh; written by: magesaas completion zsh
_magesaas_revisions() {
    local -a revisions
    revisions=(${(f)"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"})
    compadd -a revisions
}
_magesaas() {
    local context curcontext="$curcontext" state line
    typeset -A opt_args
    _arguments -C \
⟨before⟩
        '1: :->verb' '*:: :->rest'
    case $state in
    verb)
        local -a verbs
        verbs=(
⟨verbs⟩
        )
        _describe verb verbs
        ;;
    rest)
        case $line[1] in
⟨rest⟩
        esac
        ;;
    esac
}
if [[ $funcstack[1] == _magesaas ]]; then
    _magesaas "$@"
else
    compdef _magesaas magesaas
fi
"""


def render(verbs: Sequence[VerbWords]) -> str:
    """The whole script."""
    before, *named = verbs
    parts = {
        "before": "\n".join(f"        {_option(option)} \\" for option in before.options),
        "verbs": "\n".join(f"            {_quoted(f'{verb.name}:{verb.help}')}" for verb in named),
        "rest": "\n".join(line for verb in named for line in _verb(verb)),
    }
    script = _SCRIPT
    for name, text in parts.items():
        script = script.replace(f"⟨{name}⟩", text)
    return script


def _verb(verb: VerbWords) -> Iterator[str]:
    yield f"        {verb.name})"
    accepted = [_quoted(f"*: :{_action(verb.argument)}")] if verb.argument != Values() else []
    yield "            _arguments \\"
    yield " \\\n".join(f"                {one}" for one in (*map(_option, verb.options), *accepted))
    yield "            ;;"


def _option(option: OptionWords) -> str:
    """One specification of ``_arguments``; names of one option exclude one another, unless it may be repeated."""
    text = _escaped(option.help, "[]:")
    value = "" if option.values is None else f": :{_action(option.values)}"
    # A long name may be followed by = or by a space.
    names = [f"{name}=" if value and name.startswith("--") else name for name in option.names]
    star = "*" if option.is_multiple else f"({' '.join(option.names)})"
    braces = names[0] if len(names) == 1 else f"{{{','.join(names)}}}"
    return f"{_quoted(star)}{braces}{_quoted(f'[{text}]{value}')}"


def _action(values: Values) -> str:
    if values.kind is Completion.FILES:
        return "_files"
    if values.kind is Completion.REVISIONS:
        return "_magesaas_revisions"
    return f"({' '.join(values.words)})" if values.words else " "


def _escaped(text: str, characters: str) -> str:
    return "".join(f"\\{one}" if one in characters else one for one in text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
