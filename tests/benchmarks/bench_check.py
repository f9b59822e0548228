"""``magesaas check`` beside what it is measured by, as whole processes: prints both sides and their ratio.

* 20 installations: no slower than ``check-jsonschema`` with the same file and schema.
* 10,000 installations with 50,000 websites in one file: at most 1.5 times as long as PyYAML's C loader takes to only
  load the file, and under 400 MB.

Exits 1 when a target is missed. Run it with ``make bench``, or ``python -m tests.benchmarks.bench_check``.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.fleets import fleet_yaml
from tests.benchmarks.processes import Run, best_of_alternating

SCHEMA = Path(__file__).parents[2] / "schemas" / "inventory.schema.json"
LOAD = "import sys, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), yaml.CSafeLoader)"
MOST_MEGABYTES = 400


@dataclass(frozen=True)
class Comparison:
    """Ours beside the other's, and how many times as long ours may take."""

    title: str
    other_title: str
    ours: Run
    other: Run
    most: float

    @property
    def ratio(self) -> float:
        return self.ours.seconds / self.other.seconds

    @property
    def is_met(self) -> bool:
        return self.ratio <= self.most and self.ours.megabytes < MOST_MEGABYTES

    def __str__(self) -> str:
        return (
            f"{self.title}\n"
            f"  magesaas check      {self.ours}\n"
            f"  {self.other_title:<18}  {self.other}\n"
            f"  ratio {self.ratio:.2f}, at most {self.most:.2f}; under {MOST_MEGABYTES} MB: "
            f"{'met' if self.is_met else 'MISSED'}"
        )


def compared(title: str, inventory: Path, other_title: str, other: list[str], most: float, rounds: int) -> Comparison:
    """Measure both in turn, so that a busy machine slows both."""
    ours = [sys.executable, "-m", "magesaas_ops", "check", "-i", str(inventory)]
    our_run, other_run = best_of_alternating([ours, other], rounds)
    return Comparison(title, other_title, our_run, other_run, most)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.yaml", Path(folder) / "large.yaml"
        small.write_text(fleet_yaml(20), encoding="utf-8")
        large.write_text(fleet_yaml(10_000), encoding="utf-8")
        json_schema = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(SCHEMA), str(small)]
        loader = [sys.executable, "-c", LOAD, str(large)]
        size = f"{large.stat().st_size / 1e6:.1f} MB"
        comparisons = [
            compared("20 installations, whole process", small, "check-jsonschema", json_schema, 1.0, rounds=7),
            compared(
                f"10,000 installations, 50,000 websites, {size}", large, "CSafeLoader only", loader, 1.5, rounds=3
            ),
        ]
    print("\n".join(map(str, comparisons)))
    return 0 if all(comparison.is_met for comparison in comparisons) else 1


if __name__ == "__main__":
    sys.exit(main())
