"""Memory and time that each hostile host takes of ``magesaas plan``, and all of them at once.

Peak memory is that of the whole process with pyinfra; the first line, an installation without PHP, is there to compare.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.hostile_hosts import HOSTILE, SECONDS, hostile_installations  # noqa: E402


def figures(folder: Path, installations: str) -> tuple[int, float, float]:
    """Exit status, MiB and seconds of one plan."""
    (folder / "fleet.yaml").write_text(f"version: 1\ninstallations:\n{installations}")
    started = time.monotonic()
    silent = os.open(os.devnull, os.O_RDWR)
    process = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "magesaas_ops", "plan", "-i", str(folder / "fleet.yaml")],
        {**os.environ, "PYTHONPATH": str(ROOT)},
        file_actions=[(os.POSIX_SPAWN_DUP2, silent, one) for one in (0, 1, 2)],
    )
    _, status, used = os.wait4(process, 0)
    os.close(silent)
    return os.waitstatus_to_exitcode(status), used.ru_maxrss / 1024, time.monotonic() - started


def main() -> None:
    print(f"{'host':42} exit   MiB  seconds   (time-out of one command: {SECONDS} s)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        absent = f"  plain:\n    stage: staging\n    hosts: ['@local']\n    root: {folder}\n    php: /no/php\n"
        rows = {"no PHP at all": absent + "    websites: [base]\n    saas_environment: none\n"}
        rows |= {one: hostile_installations(folder / "single", [one]) for one in HOSTILE}
        rows[f"all {len(HOSTILE)} at once"] = hostile_installations(folder / "all", list(HOSTILE))
        for host, installations in rows.items():
            status, memory, seconds = figures(folder, installations)
            print(f"{host:42} {status:4} {memory:5.0f} {seconds:8.1f}", flush=True)


if __name__ == "__main__":
    main()
