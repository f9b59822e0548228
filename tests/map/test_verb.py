"""``magesaas map``: where it writes, what it says, its exit statuses, and what it does without."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from magesaas_ops.cli import main
from magesaas_ops.reports.rule.html import page_html
from magesaas_ops.reports.schemas import schema_of
from magesaas_ops.rules import ALL_RULES, FILE_RULES, WAIVER_RULES
from magesaas_ops.rules.rule import page_of
from tests.map.fleets import TROUBLED, large_fleet

ROOT = Path(__file__).parents[2]
NOT_NEEDED = ("pyinfra", "gevent", "httpx", "cryptography", "jwt", "rich", "stamina")
CLEAN = """version: 1
installations:
  shop: {stage: staging, hosts: [web.example], root: /srv/shop, websites: [base], saas_environment: none}
"""

JUDGED_BY = len(FILE_RULES) + len(WAIVER_RULES)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inventories").mkdir()
    (tmp_path / "inventories" / "fleet.yaml").write_text(CLEAN, encoding="utf-8")
    return tmp_path


def test_it_writes_fleet_html_and_says_so(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map"]) == 0
    assert (here / "fleet.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert capsys.readouterr() == (
        "",
        f"wrote fleet.html\n{JUDGED_BY} rules × 1 installation (1 file): 0 refused, 0 warned, 0 waived\n",
    )


def test_dash_is_standard_output(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "-o", "-"]) == 0
    assert capsys.readouterr().out.endswith("</html>\n")
    assert not (here / "fleet.html").exists()


def test_json_is_the_same_picture_for_programs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "inventories" / "fleet.yaml").write_text(TROUBLED, encoding="utf-8")
    assert main(["map", "--format", "json"]) == 5
    told = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema_of("map")).validate(told)
    assert [one["account"] for one in told["accounts"]] == ["acme", "globex"]
    assert [one["installation"] for one in told["quarantined"]] == ["acme-old"]
    assert not (here / "fleet.html").exists()


def test_refused_fleet_is_drawn_and_exits_5(here: Path) -> None:
    (here / "inventories" / "fleet.yaml").write_text(TROUBLED, encoding="utf-8")
    assert main(["map", "-o", "troubled.html"]) == 5
    assert "website-code-collision" in (here / "troubled.html").read_text(encoding="utf-8")


def test_nothing_to_look_at_exits_3_and_writes_nothing(here: Path) -> None:
    assert main(["map", "-i", "nowhere"]) == 3
    assert not (here / "fleet.html").exists()


def test_file_that_cannot_be_written_is_an_error_with_a_hint(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "-o", "no/such/folder/fleet.html"]) == 1
    assert capsys.readouterr().err == (
        "error: no/such/folder/fleet.html cannot be written: No such file or directory\nhint: Name another file.\n"
    )


def test_limit_that_matches_nothing_is_wrong_usage(here: Path) -> None:
    assert main(["map", "--limit", "shpo"]) == 2


def test_hosts_and_registry_code_is_not_loaded(here: Path) -> None:
    program = (
        "import sys; from magesaas_ops.cli import main; main(['map']);"
        f"print(sorted(set(sys.modules) & {set(NOT_NEEDED)!r}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=here,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.endswith("[]\n")


def test_thousand_installations_stay_under_three_megabytes(here: Path) -> None:
    (here / "inventories" / "fleet.yaml").write_text(large_fleet(1000), encoding="utf-8")
    assert main(["map"]) == 5
    assert (here / "fleet.html").stat().st_size < 3_000_000


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_page_of_a_rule_leaves_no_markdown_behind(rule) -> None:
    inside_code, outside = False, []
    for line in page_html(page_of(rule)).splitlines():
        inside_code |= line.startswith("<pre")
        if not inside_code:
            outside.append(line)
        inside_code &= not line.endswith("</pre>")
    text = "\n".join(outside)
    assert not [line for line in outside if line.startswith(("#", "- ", "* ", "|", "> "))]
    assert "`" not in text
    assert text.count('class="page-heading"') >= 2
