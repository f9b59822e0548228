"""Change the code of a room in one small way after another, and see whether the tests of that room notice.

``make mutants`` takes all rooms, ``make mutants ROOM=rules`` one, ``AGAIN=1`` only what can have become another since
the last time: all mutants of changed modules, and the survivors of the others. Each mutant
lives in a process of its own, which has it in memory only: no file of the package changes. Every survivor that nobody
has judged is printed, and every judgement that is not needed any more; exits 1 when there is one, or when fewer than
nine of ten were noticed. A whole room is written into measured.yaml and docs/mutants.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mutants.hunt import Hunt, hunted_at_import
from tests.mutants.mutations import Mutant, mutants_of
from tests.mutants.page import AT_LEAST, Measured, judged, measured, remember, share_noticed

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Room:
    """Whose tests are to notice what is changed in it."""

    tests: tuple[str, ...]


ROOMS = {
    "rules": Room(("tests/rules",)),
    "comparing": Room(("tests/comparing",)),
    "planning": Room(("tests/planning",)),
    "agent": Room(("tests/agent",)),
    "scrubbing": Room(("tests/scrubbing",)),
    "laws": Room(("tests/laws", "tests/comparing", "tests/planning", "tests/rules")),
}
WRITTEN = ("rules", "comparing", "planning", "agent")
"""The rooms where a mutant is a danger to somebody's data; the others can be asked for by name."""


def main() -> int:
    options = _options()
    if options.room != "all":
        return _campaign(options)
    others = [f"--jobs={options.jobs}", *(["--again"] if options.again else [])]
    each = [[sys.executable, "-m", "tests.mutants.campaign", room, *others] for room in WRITTEN]
    return max(subprocess.run(one, check=False).returncode for one in each)


def _campaign(options: argparse.Namespace) -> int:
    modules = [one.relative_to(ROOT) for one in sorted((ROOT / "magesaas_ops" / options.room).rglob("*.py"))]
    family = frozenset(path.stem for path in modules if re.search(rb"^RULE = ", path.read_bytes(), re.MULTILINE))
    mutants = {path.as_posix(): list(mutants_of(path)) for path in modules if options.only in path.name}
    before = _unchanged(measured().get(options.room, {})) if options.again else {}
    tried = [
        mutant
        for path, ones in mutants.items()
        for mutant in ones
        if path not in before or mutant.change in before[path].survivors
    ]
    share, of = map(int, options.shard.split("/"))
    mine = [mutant for number, mutant in enumerate(tried) if number % of == share - 1]
    survivors = [
        mutant for mutant, is_noticed in hunted_in(mine, ROOMS[options.room], family, options.jobs) if not is_noticed
    ]
    left = {path: [one.change for one in ones if one in survivors] for path, ones in mutants.items()}
    found = {path: Measured(_digest(path), len(ones), tuple(left[path])) for path, ones in mutants.items() if ones}
    is_judged = _told(options.room, mutants, left, is_whole=of == 1)
    if of == 1 and not options.only:
        remember(options.room, found)
    print(
        f"{options.room}: {sum(map(len, mutants.values()))} mutants ({len(mine)} of them run now), "
        f"{len(survivors)} not noticed; at least {share_noticed(found):.1%} noticed"
    )
    return 0 if is_judged and share_noticed(found) >= AT_LEAST else 1


def _told(room: str, mutants: Mapping[str, list[Mutant]], left: Mapping[str, list[str]], *, is_whole: bool) -> bool:
    """Print the survivors that nobody judged, and the judgements that nothing needs; whether there are none."""
    reasons = judged()
    unjudged = [
        f"survived: {path}:{mutant.line} {mutant.change}"
        for path, ones in mutants.items()
        for mutant in ones
        if mutant.change in left[path] and mutant.change not in reasons.get(path, {})
    ]
    needless = [
        f"judged, but noticed or gone: {path} {change}"
        for path, changes in reasons.items()
        for change in changes
        if is_whole and path.startswith(f"magesaas_ops/{room}/") and change not in left.get(path, [change])
    ]
    print("\n".join([*unjudged, *needless]))
    return not unjudged and not needless


def _unchanged(modules: Mapping[str, Measured]) -> dict[str, Measured]:
    return {path: one for path, one in modules.items() if Path(path).exists() and _digest(path) == one.digest}


def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("room", choices=[*ROOMS, "all"])
    parser.add_argument("--shard", default="1/1", help="the part to do, as 2/4")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--again", action="store_true", help="only what changed since, and what survived")
    parser.add_argument("--only", default="", help="only the modules whose name has this in it")
    return parser.parse_args()


def hunted_in(mutants: Sequence[Mutant], room: Room, family: frozenset[str], jobs: int) -> list[tuple[Mutant, bool]]:
    os.environ.setdefault("FUZZING", "0.1")
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0"]
    tests = [*options, *(test for test in room.tests if Path(test).exists())]
    at_import = hunted_at_import(mutants, jobs, tests, family)
    hunt = Hunt(mutants, jobs, family)
    status = pytest.main(tests, [hunt])
    if status != pytest.ExitCode.OK:
        sys.exit(f"the tests of the room do not pass without any mutant (pytest says {int(status)})")
    return at_import + hunt.ended


if __name__ == "__main__":
    sys.exit(main())
