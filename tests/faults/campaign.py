"""Run the cells of the table, two at a time, and write what happened into ``docs/faults.md``.

``make faults`` runs all of them; ``--only WORDS`` those whose moment and fault have the words in them, the others keep
what they were. Exits 1 when a cell does not hold.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from tests.faults import page, results
from tests.faults.cell import Cell, run_cell
from tests.faults.faults import Fault
from tests.faults.invariants import broken_in
from tests.faults.moments import Moment
from tests.faults.rig import Rig, running_rig
from tests.faults.states import prepare

JOBS = 2


def main() -> int:
    options = _options()
    wanted = [
        (moment, fault)
        for moment, fault in results.ALL
        if all(word in f"{moment.name} × {fault.value}" for word in options.only.split())
    ]
    if not wanted:
        print(f"no cell has all of these words: {options.only}")
        return 2
    # One fault after the other: whoever cannot wait for all has seen every kind of task soon.
    wanted.sort(key=lambda cell: list(Fault).index(cell[1]))
    if os.geteuid() != 0:
        wanted = [cell for cell in wanted if cell[1] is not Fault.DISK_FULL]
        print(f"{Fault.DISK_FULL.value}: needs root, for a small file system in a mount namespace of its own; not run")
    cells = results.read()
    if options.missing:
        wanted = [cell for cell in wanted if results.key_of(*cell) not in cells]
    failed = 0
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
        rigs = [running.enter_context(running_rig(folder / str(nth), folder / "prepared")) for nth in range(JOBS)]
        prepare(rigs[0], {moment.world.prepared for moment, _ in wanted})
        for key, cell, trouble in _run(wanted, rigs):
            broken = [trouble] if cell is None else broken_in(cell)
            failed += bool(broken)
            print(f"{' × '.join(key)}: {'; '.join(broken) or 'holds'}", flush=True)
            cells.pop(key, None)
            if cell is not None:
                cells[key] = cell
            results.write(cells)
    page.PAGE.write_text(page.with_table(page.PAGE.read_text(encoding="utf-8"), cells), encoding="utf-8")
    print(f"{len(wanted)} cells, {failed} do not hold")
    return 1 if failed else 0


def _run(wanted: Sequence[tuple[Moment, Fault]], rigs: Sequence[Rig]) -> Iterator[tuple[results.Key, Cell | None, str]]:
    """The cells as they end, each with a rig of its own as long as it runs."""
    free: SimpleQueue[Rig] = SimpleQueue()
    for rig in rigs:
        free.put(rig)

    def one(moment: Moment, fault: Fault) -> tuple[results.Key, Cell | None, str]:
        rig = free.get()
        try:
            return results.key_of(moment, fault), run_cell(rig, moment, fault), ""
        except Exception:
            return results.key_of(moment, fault), None, traceback.format_exc()
        finally:
            free.put(rig)

    with ThreadPoolExecutor(len(rigs)) as workers:
        for future in as_completed([workers.submit(one, *cell) for cell in wanted]):
            yield future.result()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", action="store_true", help="only the cells that were not run yet")
    parser.add_argument("--only", default="", help="only the cells with all of these words")
    return parser.parse_args()


if __name__ == "__main__":
    if os.geteuid() == 0 and "--inside" not in sys.argv:
        # The small disks are mounted where nobody else sees them, and are gone with the last process of this one.
        os.execvp(
            "unshare", ["unshare", "--mount", sys.executable, "-m", "tests.faults.campaign", "--inside", *sys.argv[1:]]
        )
    sys.argv = [word for word in sys.argv if word != "--inside"]
    sys.exit(main())
