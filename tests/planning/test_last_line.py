"""The planner's last line of defence holds with no rule having been run: what it lets pass and what not, as worlds.

A case is what differs from a world in order, as for the rules on the world; a new case is a new file.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from magesaas_ops.model.plan import Verdict
from magesaas_ops.planning import installation, plan_installation
from tests.rules.worlds import world_of

HERE = Path(__file__).parent / "last_line"


def examples(kind: str) -> list[object]:
    return [pytest.param(path, id=path.stem) for path in sorted((HERE / kind).iterdir())]


def verdict_without_rules(example: Path) -> Verdict:
    return plan_installation(world_of(yaml.safe_load(example.read_text())), ()).verdict


@pytest.mark.parametrize("example", examples("accepted"))
def test_a_safe_target_is_planned(example: Path) -> None:
    assert verdict_without_rules(example) is not Verdict.REFUSED


@pytest.mark.parametrize("example", examples("refused"))
def test_an_unsafe_target_is_refused_without_any_rule(example: Path) -> None:
    assert verdict_without_rules(example) is Verdict.REFUSED


@pytest.mark.parametrize("example", examples("refused"))
def test_refused_cases_go_red_when_the_line_is_emptied(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_is_unsafe_target", lambda _world: False)
    assert verdict_without_rules(example) is not Verdict.REFUSED
