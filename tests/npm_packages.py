"""Files of npm packages that tests load into a browser: the real axe-core and mermaid, fetched once, by npm itself."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import subprocess
import tarfile
from pathlib import Path

CACHE = Path(__file__).parents[1] / "node_modules" / ".files"

_SHA512 = {
    "axe-core@4.14.1": "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    "mermaid@11.17.2": "V6K3C8EBdEsPFZXSKMJe6ppQOENxuHARr9GvHX4hh47lAbhMRD9qf4oEK7LoaRQxULMa80/qt5gHO73aCleBBg==",
}
"""What may be fetched, and what it has to be."""


def axe_core() -> Path:
    return _file_of("axe-core@4.14.1", "axe.min.js")


def mermaid() -> Path:
    return _file_of("mermaid@11.17.2", "dist/mermaid.min.js")


def _file_of(package: str, path: str) -> Path:
    """One file of a package, kept between runs; workers that need it at once fetch it once."""
    target = CACHE / package / Path(path).name
    target.parent.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            _fetch(package, path, target)
    return target


def _fetch(package: str, path: str, target: Path) -> None:
    subprocess.run(["npm", "pack", package, "--ignore-scripts", "--silent"], cwd=target.parent, check=True, timeout=300)
    (archive,) = target.parent.glob("*.tgz")
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != _SHA512[package]:
        raise ValueError(f"{package} is not the file that it was when it was chosen")
    with tarfile.open(archive) as files:
        member = files.extractfile(f"package/{path}")
        assert member is not None
        incomplete = target.with_suffix(".incomplete")
        incomplete.write_bytes(member.read())
    incomplete.replace(target)
    archive.unlink()
