"""Change the code of a room in one small way after another, and see whether the tests of that room notice.

``make mutants ROOM=rules`` (``SHARD=2/4``: the second quarter). Each mutant lives in a process of its own, which has it
in memory only: no file changes. Prints every survivor that nobody has judged (``judged.yaml``); exits 1 when there is
one, or when fewer than nine of ten were noticed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.mutants.hunt import Hunt
from tests.mutants.mutations import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
JUDGED = Path(__file__).parent / "judged.yaml"
AT_LEAST = 0.9


@dataclass(frozen=True)
class Room:
    """What is changed, and whose tests are to notice; of a family, each member's own cases alone."""

    source: str
    tests: tuple[str, ...]
    is_family: bool = False


ROOMS = {
    "rules": Room("magesaas_ops/rules", ("tests/rules",), is_family=True),
    "planning": Room("magesaas_ops/planning", ("tests/planning",)),
    "comparing": Room("magesaas_ops/comparing", ("tests/comparing",)),
    "laws": Room("magesaas_ops/laws", ("tests/laws", "tests/comparing", "tests/planning", "tests/rules")),
    "agent": Room("magesaas_ops/agent", ("tests/agent",)),
}


def main() -> int:
    options = _options()
    room = ROOMS[options.room]
    modules = sorted((ROOT / room.source).rglob("*.py"))
    mutants = [mutant for path in modules if options.only in path.name for mutant in mutants_of(path.relative_to(ROOT))]
    share, of = map(int, options.shard.split("/"))
    mine = [mutant for number, mutant in enumerate(mutants) if number % of == share - 1]
    judged = yaml.safe_load(JUDGED.read_text(encoding="utf-8")) or {}
    survivors = [mutant for mutant, is_noticed in _hunted(mine, room, options.jobs) if not is_noticed]
    unjudged = [mutant for mutant in survivors if mutant.change not in judged]
    for mutant in unjudged:
        print(f"survived: {mutant.path}:{mutant.line} in {mutant.scope}: {mutant.before}  →  {mutant.after}")
    noticed = len(mine) - len(survivors)
    share_noticed = noticed / len(mine) if mine else 0.0
    print(
        f"{options.room}: {len(mine)} mutants, {noticed} noticed ({share_noticed:.1%}), "
        f"{len(survivors) - len(unjudged)} survivors judged, {len(unjudged)} not"
    )
    if options.json:
        changes = [{"line": mutant.line, "change": mutant.change} for mutant in survivors]
        options.json.write_text(
            json.dumps({"room": options.room, "mutants": len(mine), "survivors": changes}, indent=1)
        )
    return 1 if unjudged or share_noticed < AT_LEAST else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--shard", default="1/1", help="the part to do, as 2/4")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="", help="only the modules whose name has this in it")
    parser.add_argument("--json", type=Path, help="write the survivors here as well")
    return parser.parse_args()


def _hunted(mutants: Sequence[Mutant], room: Room, jobs: int) -> list[tuple[Mutant, bool]]:
    """Every mutant with whether it was noticed, ``jobs`` at a time; one that never ends is noticed."""
    os.environ.setdefault("FUZZING", "0.1")
    hunt = Hunt(mutants, jobs, own_alone=room.is_family)
    tests = [test for test in room.tests if Path(test).exists()]
    status = pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0", *tests], [hunt])
    if status != pytest.ExitCode.OK:
        sys.exit(f"the tests of the room do not pass without any mutant (pytest says {int(status)})")
    return hunt.ended


if __name__ == "__main__":
    sys.exit(main())
