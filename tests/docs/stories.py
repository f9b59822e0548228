"""Pages that tell a story: every ``$ command`` on them is run in order, every ``diff`` is an edit, and what is printed
stands below. ``/srv/shops`` stands for the folder in which the sandbox's installations are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_BLOCK = re.compile(r"^```(?P<kind>console|diff)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
SHOPS = "/srv/shops"


def told(page: str, folder: Path, shops: Path, variables: Mapping[str, str]) -> str:
    """The page with what its commands really print, run in ``folder``; an edit that does not fit fails."""
    here = {**os.environ, **variables, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "NO_COLOR": "1"}

    def block(found: re.Match[str]) -> str:
        if found["kind"] == "diff":
            _edit(found["body"], folder, shops)
            return found[0]
        commands = [line for line in found["body"].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(_run(line, folder, shops, here) for line in commands) + "```"

    return _BLOCK.sub(block, page)


def _run(line: str, folder: Path, shops: Path, variables: dict[str, str]) -> str:
    command = line[2:].replace(SHOPS, str(shops))
    if export := re.fullmatch(r"export (\w+)=(\S+)", command):
        variables[export[1]] = export[2]
        return f"{line}\n"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    status = f"[exit status {done.returncode}]\n" if done.returncode else ""
    assert done.returncode in {0, 1, 3, 4, 5, 7}, f"{line}: {done.stdout}{done.stderr}"
    return f"{line}\n{_steady(done.stdout.replace(str(shops), SHOPS))}{status}"


def _steady(text: str) -> str:
    """Without what is another in every run or with every new rule."""
    text = re.sub(r"\b\d+ rules ×", "all rules ×", text)
    return re.sub(r"^\s+$", "", text, flags=re.MULTILINE)


def _edit(body: str, folder: Path, shops: Path) -> None:
    """``--- FILE``, then lines that begin with a space, ``-`` or ``+``; the old ones stand in the file exactly once."""
    first, *lines = body.replace(SHOPS, str(shops)).splitlines(keepends=True)
    file = folder / first.removeprefix("--- ").strip()
    text = file.read_text()
    for hunk in "".join(lines).split("@@\n"):
        old, new = ("".join(f"{line[1:]}\n" for line in hunk.splitlines() if line[0] in f" {sign}") for sign in "-+")
        assert text.count(old) == 1, f"{file} has this {text.count(old)} times:\n{old}\n{text}"
        text = text.replace(old, new)
    file.write_text(text)
