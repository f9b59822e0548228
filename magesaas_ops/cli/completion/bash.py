"""The script for bash, 3.2 (macOS) and later; needs no bash-completion package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.cli.completion.words import Completion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from magesaas_ops.cli.completion.words import Values, VerbWords

_REVISIONS = "$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"
_SCRIPT = r"""# Completion of magesaas for bash; written by: magesaas completion bash
_magesaas() {
    local IFS=$' \t\n' current previous verb='' word files='' words=''
    current=${COMP_WORDS[COMP_CWORD]}
    previous=${COMP_WORDS[COMP_CWORD-1]}
    # bash makes three words of --format=json.
    if [[ $current == = ]]; then
        current=''
    elif [[ $previous == = ]]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
    fi
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        [[ $word == -* ]] || { verb=$word; break; }
    done
    COMPREPLY=()
    case "$verb $previous" in
⟨values⟩
    *)
        case $verb in
⟨arguments⟩
        esac
        if [[ $current == -* ]]; then
            files=''
            case $verb in
⟨options⟩
            esac
        fi
        ;;
    esac
    if [[ -n $files ]]; then
        type compopt >/dev/null 2>&1 && compopt -o default
        return
    fi
    # Not compgen -W: it would expand what is in a branch's name.
    while IFS= read -r word; do
        [[ -n $word && $word == "$current"* ]] && COMPREPLY+=("$(printf %q "$word")")
    done <<< "${words// /$'\n'}"
}
complete -F _magesaas magesaas
"""


def render(verbs: Sequence[VerbWords]) -> str:
    """The whole script."""
    parts = {"values": _values, "arguments": _arguments, "options": _options}
    script = _SCRIPT
    for name, lines in parts.items():
        script = script.replace(f"⟨{name}⟩", "\n".join(lines(verbs)))
    return script


def _values(verbs: Sequence[VerbWords]) -> Iterator[str]:
    """What stands after an option that takes a value."""
    for verb in verbs:
        for option in verb.options:
            if option.values is not None:
                patterns = "|".join(f"'{verb.name} {name}'" for name in option.names)
                yield f"    {patterns}) {_assignment(option.values)} ;;"


def _arguments(verbs: Sequence[VerbWords]) -> Iterator[str]:
    for verb in verbs:
        yield f"        '{verb.name}') {_assignment(verb.argument)} ;;"


def _options(verbs: Sequence[VerbWords]) -> Iterator[str]:
    for verb in verbs:
        yield f"            '{verb.name}') words='{' '.join(option.names[-1] for option in verb.options)}' ;;"


def _assignment(values: Values) -> str:
    if values.kind is Completion.FILES:
        return "files=1"
    if values.kind is Completion.REVISIONS:
        return f'words="{_REVISIONS}"'
    return f"words='{' '.join(values.words)}'"
