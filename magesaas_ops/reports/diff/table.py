"""The rows of what happens to data as a Markdown table, short enough to be read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.diff.blocks import named
from magesaas_ops.reports.markdown.escaping import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from magesaas_ops.model.concerned import Concerned
    from magesaas_ops.reports.diff.moves import End, Move, Objection

MOST_ROWS = 15
_MOST_NAMES = 3
_MOST_WEBSITES = 5
_MOST_CHARACTERS = 60
_VERDICTS = {
    "production-saas-environment-on-non-production": "into production",
    "non-production-beside-production": "beside production",
    "website-code-collision": "collision",
    "host-root-declared-twice": "declared twice",
    "production-saas-environment-switched": "production switched",
    "production-installation-removed": "production removed",
    "production-hosts-replaced": "other hosts",
    "stage-raised-to-production": "raised to production",
    "website-removed-from-production": "website removed",
    "saas-environment-declared-twice": "id declared twice",
    "saas-environment-type-changed": "type changed",
}


def table(moves: Sequence[Move], concerned: Mapping[str, Concerned], most: int = MOST_ROWS) -> Iterator[str]:
    """Nothing when nothing moves; beyond ``most`` rows the last one counts those that are left out."""
    if not moves:
        return
    yield "| installation | from | to | websites | verdict |"
    yield "| --- | --- | --- | --- | --- |"
    for move in moves[:most]:
        cells = (_who(move, concerned), *_ends(move), _short(named(move.websites, _MOST_WEBSITES)), _verdict(move))
        yield f"| {' | '.join(cells)} |"
    if len(moves) > most:
        left = moves[most:]
        refused = sum(1 for move in left if move.objection and move.objection.refuses and not move.objection.waived)
        yield f"| … and {len(left)} more | | | | {f'{refused} of them ⛔' if refused else ''} |"


def _who(move: Move, concerned: Mapping[str, Concerned]) -> str:
    names = plain(named([_cut(name) for name in move.installations], _MOST_NAMES))
    stages = dict.fromkeys(concerned[name].stage.value for name in move.installations if name in concerned)
    stage = f" ({', '.join(stages)})" if stages else ""
    taken = f", after {_short(named(move.taken_from, _MOST_NAMES))}" if move.taken_from else ""
    return f"{names}{stage}{taken}"


def _ends(move: Move) -> tuple[str, str]:
    if move.source and move.source == move.target:
        is_other = not move.taken_from and move.owes_resync
        return _end(move.source), "another id of that name" if is_other else "stays"
    return _end(move.source), _end(move.target)


def _end(end: End | None) -> str:
    if end is None:
        return "–"
    return f"{'**production** ' if end.is_production else ''}{_short(end.name)}"


def _verdict(move: Move) -> str:
    objection = move.objection
    if objection is None:
        return "full resync owed" if move.owes_resync else "handed over" if move.taken_from else "stops writing"
    what = _VERDICTS.get(objection.rule, objection.rule.replace("-", " "))
    if objection.waived:
        return f"waived: {what}"
    return f"{_sign(objection)} {what}"


def _sign(objection: Objection) -> str:
    return "⛔" if objection.refuses else "⚠️"


def _short(text: str) -> str:
    return plain(_cut(text))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"
