"""The campaign itself: which changes are made, and that those are noticed that a test can notice, and no others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.mutants.mutations import mutants_of
from tests.mutants.page import PAGE, judged, measured, page

HERE = Path(__file__).parent
CHANGES = yaml.safe_load((HERE / "changes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: case["code"].splitlines()[0])
def test_code_becomes_what_changes_its_meaning(case, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(case["code"])
    mutants = list(mutants_of(module))
    assert [mutant.change.partition(": ")[2] for mutant in mutants] == case["becomes"]
    for mutant in mutants:
        assert mutant.code


def test_a_change_keeps_its_name_when_lines_move(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    code = "class A:\n    def f(self):\n        return self.a < 1\n\n\ndef g():\n    return 0 < g\n"
    module.write_text(code)
    names = [mutant.change for mutant in mutants_of(module)]
    module.write_text("import b\n\n\n" + code)
    assert [mutant.change for mutant in mutants_of(module)] == names
    assert "A.f: self.a < 1 → self.a <= 1" in names


GUARD = """
LIMIT = {"a": True}


def is_large(number):
    return number > 1


def is_noted(number):
    return number > 1
"""
TEST = """
from guarded import guard


def test_the_limit():
    assert guard.LIMIT == {"a": True}


def test_large():
    assert guard.is_large(2)
    assert not guard.is_large(1)


def test_noted():
    guard.is_noted(1)
"""


@pytest.mark.long
def test_what_no_test_looks_at_survives(tmp_path: Path) -> None:
    """A room of two functions, one of which is only called."""
    package = tmp_path / "guarded"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "guard.py").write_text(GUARD)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_guard.py").write_text(TEST)
    said = subprocess.run(
        [sys.executable, "-c", ROOM, str(tmp_path)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{HERE.parents[1]}"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert sorted(said.splitlines()[-8:]) == [
        "lost is_noted: 1 → 2",
        "lost is_noted: number > 1 → number >= 1",
        "lost is_noted: return number > 1 → return None",
        "noticed is_large: 1 → 2",
        "noticed is_large: number > 1 → number >= 1",
        "noticed is_large: return number > 1 → return None",
        "noticed module: 'a' → 'a?'",
        "noticed module: True → False",
    ]


ROOM = """
import sys
from pathlib import Path

from tests.mutants.campaign import Room, hunted_in
from tests.mutants.mutations import mutants_of

mutants = list(mutants_of(Path("guarded/guard.py")))
for mutant, is_noticed in hunted_in(mutants, Room(("tests/test_guard.py",)), frozenset(), 2):
    print("noticed" if is_noticed else "lost", mutant.change)
"""


@pytest.mark.generated
def test_the_page_says_what_was_measured_and_judged(generated) -> None:
    generated(PAGE, page(measured(), judged()))


def test_every_judged_survivor_has_a_reason() -> None:
    assert [(path, change) for path, changes in judged().items() for change, why in changes.items() if not why] == []
