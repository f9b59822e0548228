"""A diff in words, before anybody decides how it looks: changes grouped by what they happen to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.model.change import ChangeKind, Writing
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from magesaas_ops.model.change import Change, Origin, Value

MOST_NAMES = 10
_MOST_PLACES = 2
_MEMBERS = {"websites": "website", "base_urls": "base URL", "tags": "tag", "formerly": "former name"}
_TOLD_FIRST = ("stage", "saas_environment", "websites", "hosts", "id", "type")
_SEEMS_OTHER = frozenset({"", "null", "true", "false", "yes", "no", "on", "off", "~"})


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: ``label`` is the field, ``before`` and ``after`` are shown values, None where there is none."""

    kind: ChangeKind
    label: str
    before: str | None
    after: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Block:
    """Every change of the same things; ``title`` names one, ``installations`` are all that it concerns."""

    title: str
    installations: tuple[str, ...]
    is_of_installations: bool
    entries: tuple[ChangeLine, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the thing itself was added or removed, so that one line says everything."""
        return len(self.entries) == 1 and self.entries[0].label == self.title


def blocks(changes: Iterable[Change]) -> tuple[Block, ...]:
    """Group the changes, those of many installations first; waivers are left out, see :func:`waiver_lines`."""
    groups: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        if not is_of_waiver(change):
            is_of_installations = change.sites[0].installation is not None
            groups.setdefault(change.installations if is_of_installations else ("", change.subject), []).append(change)
    told = [_block(group) for group in groups.values()]
    return tuple(sorted(told, key=lambda block: -len(block.installations) if block.is_of_installations else 0))


def waiver_lines(changes: Iterable[Change]) -> tuple[ChangeLine, ...]:
    """What happens to waivers, each by the rule and the subject that it accepts."""
    return tuple(entry for change in changes if is_of_waiver(change) for entry in _entries(change))


def is_of_waiver(change: Change) -> bool:
    return change.subject.startswith("waivers[")


def noun_of(subject: str) -> str:
    """What a subject is called in a sentence: ``SaaS environment acme/storefront/production``."""
    if subject.startswith("waivers["):
        return f"waiver of {subject[len('waivers[') : -1]}"
    steps = subject.split(".")
    if steps[0] == "installations" and len(steps) == 2:
        return steps[1]
    if steps[0] == "accounts" and len(steps) in {2, 4, 6}:
        return f"{('account', 'SaaS project', 'SaaS environment')[len(steps) // 2 - 1]} {'/'.join(steps[1::2])}"
    return subject


def thing_of(subject: str) -> str:
    """The installation, or the account, project or SaaS environment that a subject is a part of."""
    steps = subject.split(".")
    if steps[0] == "installations":
        return ".".join(steps[:2]).partition("[")[0]
    return ".".join(steps[: 6 if len(steps) > 6 else len(steps) // 2 * 2]) if steps[0] == "accounts" else subject


def named(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """A list for a reader, cut when it is long."""
    if len(names) <= most + 2:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def shown(value: Value) -> str:
    """A value as one would write it in YAML, on one line."""
    if isinstance(value, str):
        seems_other = value.lower() in _SEEMS_OTHER or value != value.strip() or _is_number(value)
        return json.dumps(value, ensure_ascii=False) if seems_other else value
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {shown(part)}" for key, part in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(shown(part) for part in value) + "]"
    return json.dumps(value)


def _block(group: Sequence[Change]) -> Block:
    first = group[0]
    is_of_installations = first.sites[0].installation is not None
    title = noun_of(first.subject)
    if is_of_installations and len(first.installations) > 1:
        title = counted(len(first.installations), "installation")
    return Block(
        title, first.installations, is_of_installations, tuple(entry for change in group for entry in _entries(change))
    )


def _entries(change: Change) -> Iterator[ChangeLine]:
    """One entry; of hosts whose primary stays, one for each that comes or goes."""
    before, after, where = change.before, change.after, _where(change)
    if change.field == "hosts" and isinstance(before, list) and isinstance(after, list) and before[:1] == after[:1]:
        gone, new = (sorted(set(one) - set(other)) for one, other in ((before, after), (after, before)))
        yield from (ChangeLine(ChangeKind.REMOVED, "host", shown(host), None, where) for host in gone)
        yield from (ChangeLine(ChangeKind.ADDED, "host", None, shown(host), where) for host in new)
        return
    label = _MEMBERS.get(change.field, change.field) or noun_of(change.subject)
    if change.kind is ChangeKind.RENAMED:
        label = "name"
    tell = shown if change.field else _whole
    if is_of_waiver(change):
        label = " ".join(filter(None, (noun_of(change.subject), change.field)))
        tell = shown if change.field else _waiver
    yield ChangeLine(
        change.kind,
        label,
        tell(before) if change.kind is not ChangeKind.ADDED else None,
        tell(after) if change.kind is not ChangeKind.REMOVED else None,
        where,
    )


def _whole(value: Value) -> str:
    """A whole thing on one line, the fields that matter first, built-in packages and binaries left to the JSON."""
    if not isinstance(value, Mapping):
        return shown(value)
    keys = [key for key in _TOLD_FIRST if key in value]
    keys += [key for key in value if key not in keys and not _is_usual(key, value[key])]
    return ", ".join(f"{key}: {shown(value[key])}" for key in keys)


def _waiver(value: Value) -> str:
    """What a waiver says beside its rule and place."""
    said = value if isinstance(value, Mapping) else {}
    return f"until {shown(said['expires'])}, by {shown(said['owner'])}: {shown(said['reason'])}" if said else ""


def _is_usual(key: str, value: Value) -> bool:
    usual = {"php": "php", "composer": "composer", "install": "composer", "connection.transport": "openssh"}
    return usual.get(key) == value or (key.startswith("packages.") and value == "*") or value is False


def _where(change: Change) -> str:
    """Where the change is written; what is inherited says from where, on the side before only when that moved."""
    places: dict[str, None] = {}
    for site in change.sites:
        before, after = site.before, site.after
        sides = [before] if change.kind is ChangeKind.REMOVED else [after]
        if change.kind is ChangeKind.CHANGED and before and after and before.writing is not after.writing:
            sides = [before, after] if before.writing is Writing.DEFAULTS else sides
        if told := " → ".join(filter(None, map(_told, sides))):
            places[told] = None
    return named(list(places), _MOST_PLACES)


def _told(origin: Origin | None) -> str:
    if origin is None:
        return ""
    place = f"{origin.at.path}:{origin.at.line}" if origin.at else ""
    if origin.writing is Writing.BUILT_IN:
        return f"built in; {place}"
    return str(origin) or place


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
