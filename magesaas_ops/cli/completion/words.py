"""What can be completed, as values: read from the very commands that parse it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.verbs import VERBS
from magesaas_ops.rules import ALL_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator


class Completion(str, Enum):
    """Where the words come from that may stand somewhere."""

    ANYTHING = "anything"
    WORDS = "words"
    FILES = "files"
    REVISIONS = "revisions"


@dataclass(frozen=True, slots=True)
class Values:
    """What may stand after an option, or as an argument."""

    kind: Completion = Completion.ANYTHING
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionWords:
    """``names`` as they are typed; ``values`` is None for a flag."""

    names: tuple[str, ...]
    help: str
    values: Values | None = None
    is_multiple: bool = False


@dataclass(frozen=True, slots=True)
class VerbWords:
    """A verb, or with an empty name what stands before any verb."""

    name: str
    help: str
    options: tuple[OptionWords, ...]
    argument: Values = Values()


REVISIONS = Values(Completion.REVISIONS)
_ARGUMENTS = {
    "rule_id": Values(Completion.WORDS, tuple(rule.id for rule in ALL_RULES)),
    "base": REVISIONS,
    "head": REVISIONS,
    "registry": Values(Completion.WORDS, ("skip",)),
}


def verbs_of(root: click.Context) -> tuple[VerbWords, ...]:
    """What stands before any verb, then every verb."""
    return tuple(_verbs(root))


def _verbs(root: click.Context) -> Iterator[VerbWords]:
    group = root.command
    if not isinstance(group, click.Group):
        raise TypeError("the command line is a group of verbs")
    yield VerbWords("", "", _options(group, root), Values(Completion.WORDS, tuple(VERBS)))
    for name, purpose in VERBS.items():
        verb = group.get_command(root, name)
        if verb is not None:
            context = click.Context(verb, parent=root, info_name=name)
            arguments = [one for one in verb.get_params(context) if isinstance(one, click.Argument)]
            accepted = _values(arguments[0]) if arguments else Values()
            yield VerbWords(name, purpose, _options(verb, context), accepted)


def _options(command: click.Command, context: click.Context) -> tuple[OptionWords, ...]:
    return tuple(
        OptionWords(
            tuple(sorted(one.opts, key=len)),
            one.help or "",
            None if one.is_flag or one.count else _values(one),
            one.multiple or one.count,
        )
        for one in command.get_params(context)
        if isinstance(one, click.Option) and not one.hidden
    )


def _values(parameter: click.Parameter) -> Values:
    if isinstance(parameter.type, click.Choice):
        return Values(Completion.WORDS, tuple(str(choice) for choice in parameter.type.choices))
    if isinstance(parameter.type, click.Path):
        return Values(Completion.FILES)
    return _ARGUMENTS.get(parameter.name or "", Values())
