"""``magesaas claims``: who writes what where, as a table and as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from magesaas_ops.cli import main
from magesaas_ops.rules import FILE_RULES, WAIVER_RULES

ROOT = Path(__file__).parents[2]
HEAVY = ("pyinfra", "gevent", "httpx", "cryptography", "jwt", "jinja2", "rich", "jsonschema", "stamina")
FLEET = """version: 1
accounts:
  acme:
    keys: {production: {api_key: {env: ACME_API_KEY}, private_key: {file: acme.pem}}}
    projects:
      shop:
        id: ccccccc1-0000-4000-8000-000000000001
        saas_environments:
          live: {id: eeeeeee1-0000-4000-8000-000000000001, type: production}
          test: {id: eeeeeee2-0000-4000-8000-000000000002, type: testing, shared: true}
installations:
  eu: {stage: production, hosts: [eu], root: /r, websites: [base, B2B], saas_environment: acme/shop/live, base_urls: [https://eu/]}
  us: {stage: staging, hosts: [us], root: /r, websites: [base], saas_environment: acme/shop/test}
  uk: {stage: testing, hosts: [uk], root: /r, websites: [uk], saas_environment: acme/shop/test, tags: [island]}
  dev: {stage: development, hosts: [dev], root: /r, websites: [base], saas_environment: none}
"""
COLLIDING = FLEET.replace("websites: [uk]", "websites: [Base]")
LOOKED_AT = f"{len(FILE_RULES) + len(WAIVER_RULES)} rules × 4 installations (1 file): 0 refused, 0 warned, 0 waived\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inventories").mkdir()
    (tmp_path / "inventories" / "fleet.yaml").write_text(FLEET, encoding="utf-8")
    return tmp_path


def claims(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    main(["claims", "-f", "json", *arguments])
    return json.loads(capsys.readouterr().out)["claims"]


def test_table_has_one_line_per_claim_and_none_for_what_is_quarantined(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claims"]) == 0
    assert capsys.readouterr() == (
        "SAAS ENVIRONMENT  TYPE        WEBSITE  INSTALLATION  STAGE       AT\n"
        "acme/shop/live    production  B2B      eu            production  inventories/fleet.yaml:12:67\n"
        "acme/shop/live    production  base     eu            production  inventories/fleet.yaml:12:61\n"
        "acme/shop/test    testing     base     us            staging     inventories/fleet.yaml:13:58\n"
        "acme/shop/test    testing     uk       uk            testing     inventories/fleet.yaml:14:58\n",
        LOOKED_AT,
    )


def test_json_is_the_interface(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "uk", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "format_version": "1.0",
        "verb": "claims",
        "coverage": {"files": 1, "installations": 4, "rules": len(FILE_RULES) + len(WAIVER_RULES)},
        "claims": [
            {
                "saas_environment": "acme/shop/test",
                "website": "uk",
                "installation": "uk",
                "stage": "testing",
                "type": "testing",
                "at": {"path": "inventories/fleet.yaml", "line": 14, "column": 58},
                "rivals": [],
            }
        ],
        "summary": {"refuse": 0, "warn": 0, "waived": 0},
    }


def test_website_code_is_found_in_any_case(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [claim["website"] for claim in claims(capsys, "b2b")] == ["B2B"]
    assert [claim["installation"] for claim in claims(capsys, "BASE")] == ["eu", "us"]


def test_limit_chooses_installations(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {claim["installation"] for claim in claims(capsys, "--limit", "tag:island", "--limit", "us")} == {"uk", "us"}


def test_collision_is_told_at_both_claims_and_exits_5(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "inventories" / "fleet.yaml").write_text(COLLIDING, encoding="utf-8")
    assert main(["claims", "base", "--limit", "uk"]) == 5
    out, err = capsys.readouterr()
    assert out.splitlines()[1].endswith("collides with us")
    assert err.endswith("1 refused, 0 warned, 0 waived\nWhat is refused, and why: magesaas check\n")
    assert [(claim["installation"], claim["rivals"]) for claim in claims(capsys, "base")][1:] == [
        ("uk", ["us"]),
        ("us", ["uk"]),
    ]


def test_undeclared_saas_environment_has_no_known_type(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "inventories" / "fleet.yaml").write_text(FLEET.replace("acme/shop/live,", "acme/shop/liev,"))
    assert [claim["type"] for claim in claims(capsys, "b2b")] == [None]
    assert main(["claims", "b2b"]) == 5
    assert "acme/shop/liev    unknown  B2B" in capsys.readouterr().out


def test_code_that_nobody_claims_is_an_answer(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "b2c"]) == 0
    assert capsys.readouterr() == ("", f"no installation claims b2c; did you mean B2B?\n{LOOKED_AT}")
    assert main(["claims", "--limit", "dev"]) == 0
    assert capsys.readouterr() == ("", f"none of these installations claims anything\n{LOOKED_AT}")


def test_what_could_not_be_read_is_told_as_unknown(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "inventories" / "more.yaml").write_text("version: 1\ninstallations: {broken: {stage: [x]}}\n")
    assert main(["claims"]) == 5
    assert "unknown, because unreadable: broken\n" in capsys.readouterr().err


def test_nothing_to_look_at_exits_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "-i", str(tmp_path)]) == 3
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("format_", ["text", "json"])
def test_nothing_heavy_is_loaded(here: Path, format_: str) -> None:
    program = (
        "import sys; from magesaas_ops.cli import main; main(sys.argv[1:]);"
        f"print(sorted(set(sys.modules) & {set(HEAVY)!r}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "claims", "-f", format_],
        cwd=here,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.endswith("[]\n")
