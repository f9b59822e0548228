"""A secret that was written into an inventory is refused, and appears in no output of any kind."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magesaas_ops.cli import main
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.report import CheckReport
from magesaas_ops.reports.check import json as check_json
from magesaas_ops.reports.check import text as check_text
from magesaas_ops.rules import judge_files
from tests.fuzzing import examples

TODAY = datetime.date(2026, 6, 1)
API_KEY = "c0ffee00c0ffee00c0ffee00c0ffee00"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0Z\n-----END RSA PRIVATE KEY-----"
BARE = "MIIEowIBAAKCAQEA" + "x7" * 100

TEMPLATE = """version: 1
accounts:
  acme:
    keys:
      production:
        api_key: {api_key}
        private_key: {private_key}
installations:
  shop:
    stage: {stage}
    hosts: [web.example]
    root: {root}
    websites: [{website}]
    saas_environment: none
    connection: {{{datum}}}
{rest}
"""
HARMLESS = {
    "api_key": "{env: A}",
    "private_key": "{file: a.pem}",
    "stage": "staging",
    "root": "/r",
    "website": "base",
    "datum": "ssh_user: deploy",
    "rest": "",
}


def outputs(text: str) -> tuple[set[str], str]:
    """The rules that fired, and everything that anybody could get to see."""
    fleet = fleet_from_files({"fleet.yaml": text.encode()})
    judgement = judge_files(fleet, TODAY)
    report = CheckReport(judgement.findings, judgement.coverage)
    seen = check_text.render(report) + check_json.render(report) + repr(fleet.accounts) + repr(fleet.installations)
    return {finding.rule for finding in judgement.findings}, seen + repr(fleet.defects)


@pytest.mark.parametrize("place", ["api_key", "private_key", "stage", "root", "website"])
@pytest.mark.parametrize("secret", [API_KEY, f'"{API_KEY}"', f'"{BARE}"', '"' + PEM.replace("\n", "\\n") + '"'])
def test_text_of_the_shape_of_a_key_is_refused_wherever_it_stands(place: str, secret: str) -> None:
    rules, seen = outputs(TEMPLATE.format(**HARMLESS | {place: secret}))
    assert "plaintext-secret" in rules
    assert "c0ffee" not in seen
    assert "MIIE" not in seen


@pytest.mark.parametrize(
    "changed",
    [
        {"api_key": "s3cr3t-canary"},
        {"api_key": "'s3cr3t-canary'"},
        {"api_key": "{env: s3cr3t-canary!}"},
        {"api_key": "{env: [s3cr3t-canary]}"},
        {"api_key": "{api_key: s3cr3t-canary}"},
        {"api_key": "[s3cr3t-canary]"},
        {"api_key": "!s3cr3t-canary x"},
        {"api_key": "*s3cr3t-canary"},
        {"api_key": "{env: A}\n        password: s3cr3t-canary"},
        {"private_key": "|\n          s3cr3t-canary\n"},
        {"datum": "ssh_password: s3cr3t-canary"},
        {"datum": "ssh_key_password: 's3cr3t-canary'"},
        {"datum": "_sudo_password: s3cr3t-canary"},
        {"rest": "    api_key: s3cr3t-canary"},
        {"rest": "    base_urls: ['https://user:s3cr3t-canary@shop.example/']"},
        {"rest": "    apiToken: s3cr3t-canary"},
        {"rest": "    x: [s3cr3t-canary"},
        {"rest": "    x: 's3cr3t-canary"},
        {"rest": "  s3cr3t-canary"},
        {"rest": "%s3cr3t-canary"},
    ],
)
def test_value_where_a_secret_belongs_is_not_repeated(changed: dict[str, str]) -> None:
    rules, seen = outputs(TEMPLATE.format(**HARMLESS | changed))
    assert rules
    assert "s3cr3t-canary" not in seen


@pytest.mark.parametrize(
    "text",
    [
        f"# {PEM.splitlines()[0]}\n# MIIEowIBAAKCAQEA0Z\nversion: 1\n",
        f"version: 1\nx: [{PEM}\n",
        f"\x00{PEM}",
        f"# {PEM.splitlines()[0]}",
    ],
)
def test_private_key_in_a_comment_or_a_broken_file_is_told(text: str) -> None:
    rules, seen = outputs(text)
    assert "plaintext-secret" in rules
    assert "MIIE" not in seen


def test_secret_is_told_once_with_its_place() -> None:
    block = "|\n" + "".join(f"          {line}\n" for line in PEM.splitlines())
    (defect,) = fleet_from_files({"f.yaml": TEMPLATE.format(**HARMLESS | {"private_key": block}).encode()}).defects
    assert (defect.rule, defect.subject) == ("plaintext-secret", "accounts.acme.keys.production.private_key")
    assert str(defect.at) == "f.yaml:7:22"


@pytest.mark.parametrize("datum", ["ssh_key: ~/.ssh/id_ed25519", "data: {use_sudo_password: true, token: null}"])
def test_host_datum_that_is_no_secret_is_accepted(datum: str) -> None:
    assert outputs(TEMPLATE.format(**HARMLESS | {"datum": datum}))[0] == set()


@pytest.mark.parametrize("secret", [API_KEY, BARE, PEM.replace("\n", "\\n")])
@pytest.mark.parametrize(
    "text",
    [
        'version: 1\ninstallations:\n  "{}": {{stage: staging, hosts: [h], root: /srv}}\n',
        'version: 1\naccounts:\n  "{}": {{}}\n',
        'version: 1\naccounts:\n  a:\n    projects: {{"{0}": {{saas_environments: {{"{0}": {{}}}}}}}}\n',
        'version: 1\n"{}": 1\n',
        'version: 1\ninstallations: {{a: {{packages: {{"{0}": "*"}}, connection: {{data: {{"{0}": 1}}}}}}}}\n',
    ],
)
def test_name_of_the_shape_of_a_key_is_refused_and_never_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, secret: str
) -> None:
    rules, seen = outputs(text.format(secret))
    assert "plaintext-secret" in rules
    (tmp_path / "f.yaml").write_text(text.format(secret))
    for verb in (["claims"], ["claims", "-f", "json"], ["map", "-o", "-"], ["check", "-f", "sarif"]):
        assert main([*verb, "-i", str(tmp_path)]) == 5
        seen += "".join(capsys.readouterr())
    assert "MIIE" not in seen
    assert "c0ffee" not in seen


def test_id_without_dashes_is_no_secret_and_no_id() -> None:
    projects = "    projects: {p: {id: " + API_KEY + "}}\n"
    text = (
        "version: 1\naccounts:\n  a:\n    keys: {production: {api_key: {env: A}, private_key: {file: a}}}\n" + projects
    )
    rules, seen = outputs(text)
    assert rules == {"schema-violation"}
    assert "a UUID with its dashes" in seen


secrets = st.one_of(
    st.text("0123456789abcdefABCDEF", min_size=32, max_size=32).filter(lambda text: len(set(text)) > 4),
    st.text("ABCDEFGHIJKLMNOPqrstuvwxyz0123456789+/=!*&%@`'\"{}[]#: -", min_size=12, max_size=40).filter(
        lambda text: len(set(text)) > 6 and text == text.strip()
    ),
)


@settings(max_examples=examples(300), deadline=None)
@given(secret=secrets, place=st.sampled_from(["api_key", "private_key"]), quoting=st.sampled_from(["", "'", "|"]))
def test_planted_secret_never_appears(secret: str, place: str, quoting: str) -> None:
    written = {"": secret, "'": "'" + secret.replace("'", "''") + "'", "|": f"|\n          {secret}\n"}[quoting]
    _, seen = outputs(TEMPLATE.format(**HARMLESS | {place: written}))
    assert secret not in seen
