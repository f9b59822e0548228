"""``magesaas diff`` of 5,000 installations beside ``magesaas check`` of one side: CPU seconds of whole processes.

One line of the fleet changed, and a line of every installation. Exits 1 when a target is missed. Run it with
``make bench``, or ``python -m tests.benchmarks.bench_diff``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.fleets import fleet_yaml
from tests.benchmarks.processes import Run, best_of_alternating
from tests.git_repository import GitRepository

INSTALLATIONS = 5_000
ROUNDS = 3
ROOT = "    websites: [base, eu_b2b, us_retail, uk_retail, outlet]\n"
SMALLER = "    websites: [base, eu_b2b, us_retail, uk_retail]\n"
CHANGES = (("one line changed", 1, 2.5), (f"{INSTALLATIONS:,} changes", -1, 4.0))


def measured(folder: Path, before: str, after: str) -> tuple[Run, Run]:
    """``check`` of the work tree and ``diff`` of it with its commit, in turn, so that a busy machine slows both."""
    repository = GitRepository.made_in(folder)
    repository.commit({"inventories/fleet.yaml": before})
    repository.write({"inventories/fleet.yaml": after})
    magesaas = [sys.executable, "-m", "magesaas_ops"]
    path = str(folder / "inventories")
    check, diff = best_of_alternating(
        [[*magesaas, "check", "-i", path], [*magesaas, "diff", "HEAD", "-i", path]], ROUNDS
    )
    return check, diff


def main() -> int:
    before = fleet_yaml(INSTALLATIONS)
    is_met = True
    with tempfile.TemporaryDirectory() as folder:
        for number, (title, count, most) in enumerate(CHANGES):
            check, diff = measured(Path(folder) / str(number), before, before.replace(ROOT, SMALLER, count))
            ratio = diff.cpu_seconds / check.cpu_seconds
            is_met = is_met and ratio <= most
            print(
                f"{INSTALLATIONS:,} installations, {title}\n"
                f"  magesaas check  {check}  CPU {check.cpu_seconds:.2f} s\n"
                f"  magesaas diff   {diff}  CPU {diff.cpu_seconds:.2f} s\n"
                f"  ratio of CPU {ratio:.2f}, at most {most:.2f}: {'met' if ratio <= most else 'MISSED'}"
            )
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
