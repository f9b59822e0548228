"""The README is true: its links lead somewhere, its example is accepted, its verbs are the verbs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from magesaas_ops.cli.verbs import VERBS
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.rules import judge_files
from tests.planning.fleet_model import TODAY

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_table_of_verbs_is_complete() -> None:
    table = (ROOT / "README.md").read_text().split("## Verbs")[1].split("Exit status")[0]
    assert set(re.findall(r"^\| `(\w+)", table, flags=re.MULTILINE)) == set(VERBS)


def test_the_first_inventory_is_accepted() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)
    text = re.sub(r"^   ", "", example, flags=re.MULTILINE)
    findings = judge_files(fleet_from_files({"inventories/shop.yaml": text.encode()}), TODAY).findings
    assert [finding.rule for finding in findings] == []


def test_the_project_names_no_paths_of_a_machine() -> None:
    for page in PAGES:
        assert not re.search(r"/work/|/root/|/opt/", page.read_text()), page
