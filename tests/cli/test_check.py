"""``magesaas check``: exit statuses, formats, and every mistake of every file in one run."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from magesaas_ops.cli import main
from magesaas_ops.cli.check import CHECK_RULES
from magesaas_ops.reports.formats import FORMATS

EXAMPLES = Path(__file__).parents[1] / "rules"
CLEAN = """version: 1
installations:
  shop: {stage: staging, hosts: [web.example], root: /srv/shop, websites: [base], saas_environment: none}
"""
ACCOUNT = """accounts:
  acme:
    keys: {production: {api_key: {env: ACME_API_KEY}, private_key: {file: acme.pem}}}
    projects:
      shop:
        id: ccccccc1-0000-4000-8000-000000000001
        saas_environments:
          live: {id: eeeeeee1-0000-4000-8000-000000000001, type: production}
          test: {id: eeeeeee2-0000-4000-8000-000000000002, type: testing}
"""
FLEET = f"""version: 1
{ACCOUNT}installations:
  eu: {{stage: production, hosts: [eu], root: /r, websites: [base], saas_environment: acme/shop/test, base_urls: [https://eu/]}}
  us: {{stage: staging, hosts: [us], root: /r, websites: [base], saas_environment: acme/shop/test}}
  uk: {{stage: staging, hosts: [uk], root: /r, websites: [uk], saas_environment: acme/shop/test}}
waivers:
  - {{rule: undeclared-sharing, at: installations.uk, reason: moves in Q1, owner: ops, expires: 2099-12-31}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an empty ``inventories/``, as working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inventories").mkdir()
    return tmp_path


def write(here: Path, **files: str) -> None:
    for name, text in files.items():
        (here / "inventories" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_clean_inventory_exits_0_and_says_what_was_looked_at(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, a=CLEAN)
    assert main(["check"]) == 0
    assert capsys.readouterr() == (
        f"{len(CHECK_RULES)} rules × 1 installation (1 file): 0 refused, 0 warned, 0 waived\n",
        "",
    )


def test_refusal_exits_5(here: Path) -> None:
    write(here, a=CLEAN.replace("staging", "stagging"))
    assert main(["check"]) == 5


def test_warnings_alone_exit_0(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fleet = FLEET.replace("[base], saas_environment: acme/shop/test}", "[us], saas_environment: acme/shop/test}")
    write(here, a=fleet.replace("stage: production, ", "stage: staging, run_as: root, "))
    assert main(["check"]) == 0
    assert "1 warned, 1 waived" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["-i", "nowhere"], ["-i", "nowhere.yaml"], []])
def test_nothing_to_look_at_exits_3(here: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *arguments]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"error: .*\nhint: .*\n", err)


@pytest.mark.parametrize("arguments", [["check", "--what"], ["check", "-f", "xml"], ["chekc"], ["check", "more"]])
def test_wrong_usage_exits_2(here: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Usage: magesaas" in err


def test_every_mistake_of_every_file_is_told_at_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, a=FLEET, b="version: 1\ninstallations: {x: [}\n", c=CLEAN.replace("[base]", "[on, 1e3]"), d=CLEAN)
    assert main(["check", "-f", "json"]) == 5
    told = [(finding["rule"], finding["at"]["path"]) for finding in json.loads(capsys.readouterr().out)["findings"]]
    assert told == [
        ("website-code-collision", "inventories/a.yaml"),
        ("non-production-beside-production", "inventories/a.yaml"),
        ("non-production-beside-production", "inventories/a.yaml"),
        ("unreadable-inventory", "inventories/b.yaml"),
        ("schema-violation", "inventories/c.yaml"),
        ("schema-violation", "inventories/c.yaml"),
        ("name-declared-twice", "inventories/d.yaml"),
        ("production-on-testing-saas-environment", "inventories/a.yaml"),
        ("undeclared-sharing", "inventories/a.yaml"),
    ]


@pytest.mark.generated
def test_json_is_the_interface(here: Path, capsys: pytest.CaptureFixture[str], snapshot: SnapshotAssertion) -> None:
    write(here, fleet=FLEET)
    assert main(["check", "--format", "json"]) == 5
    first = capsys.readouterr().out
    assert first == snapshot
    assert list(json.loads(first)) == ["format_version", "verb", "coverage", "findings", "summary"]
    main(["check", "--format", "json"])
    assert capsys.readouterr().out == first


@pytest.mark.generated
def test_text_is_as_people_see_it(here: Path, capsys: pytest.CaptureFixture[str], snapshot: SnapshotAssertion) -> None:
    write(here, fleet=FLEET, other="version: 1\nversion: 1\n")
    assert main(["check"]) == 5
    assert capsys.readouterr().out == snapshot


@pytest.mark.parametrize("format_", FORMATS["check"])
def test_every_format_names_the_rule_and_exits_5(format_: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, fleet=FLEET)
    assert main(["check", "-f", format_]) == 5
    out, err = capsys.readouterr()
    assert "website-code-collision" in out
    assert err == ""


def test_no_format_imports_pyinfra_network_or_crypto(here: Path) -> None:
    write(here, fleet=FLEET)
    script = (
        "import sys; from magesaas_ops.cli import main\n"
        "from magesaas_ops.reports.formats import FORMATS\n"
        "for format_ in FORMATS['check']: main(['check', '-f', format_])\n"
        "found = {'pyinfra', 'gevent', 'httpx', 'cryptography', 'jwt', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(f'imported {found}' if found else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_refused_example_exits_5_or_warns(capsys: pytest.CaptureFixture[str]) -> None:
    for example in EXAMPLES.glob("*/refused/*.yaml"):
        status = main(["check", "-f", "json", "-i", str(example)])
        summary = json.loads(capsys.readouterr().out)["summary"]
        assert status == (5 if summary["refuse"] else 0)
        assert summary["refuse"] or summary["warn"]


def test_hostile_text_is_shown_and_not_obeyed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = r'"\e[2J\e]0;owned\a\u202e\u200b\n::error::x"'
    write(here, a=CLEAN.replace("[base]", f"[{hostile}]").replace("root: /srv/shop", f"root: {hostile}, {hostile}: 1"))
    assert main(["check"]) == 5
    out = capsys.readouterr().out
    assert "\\x1b[2J" in out
    assert out.replace("\n", "").isprintable()
    assert not re.search(r"^::error", out, re.MULTILINE)


def test_hostile_file_name_is_shown_and_not_obeyed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "inventories" / "a\x1b[31m\n\udcff.yaml").write_bytes(b"\xff")
    assert main(["check"]) == 5
    assert main(["check", "-f", "json"]) == 5
    assert capsys.readouterr().out.replace("\n", "").isprintable()


def on_a_terminal(*arguments: str, **variables: str) -> bytes:
    """Standard output of ``magesaas``, when that is a terminal."""
    parent, child = pty.openpty()
    environment = {"PATH": "/usr/bin:/bin", "TERM": "xterm", "PYTHONPATH": str(Path(__file__).parents[2]), **variables}
    subprocess.run([sys.executable, "-m", "magesaas_ops", *arguments], stdout=child, env=environment, check=False)
    os.close(child)
    seen = b""
    try:
        while piece := os.read(parent, 65536):
            seen += piece
    except OSError:  # Linux answers the end of a terminal with EIO
        pass
    os.close(parent)
    return seen


def test_colours_are_for_terminals_that_want_them(here: Path) -> None:
    write(here, a=FLEET)
    assert b"\x1b[31m" in on_a_terminal("check")
    assert b"\x1b[" not in on_a_terminal("check", "--no-color")
    assert b"\x1b[" not in on_a_terminal("check", NO_COLOR="1")
    assert b"\x1b[" not in on_a_terminal("check", TERM="dumb")


def test_pipe_that_closes_early_is_no_bug(here: Path) -> None:
    write(here, a="version: 1\ninstallations: {" + ", ".join(f"a{n}: 1" for n in range(3000)) + "}\n")
    piped = f"{sys.executable} -m magesaas_ops check | head -1"
    done = subprocess.run(
        piped,
        check=False,
        shell=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
    )
    assert b"bug" not in done.stderr
    assert b"Traceback" not in done.stderr
