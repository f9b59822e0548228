from __future__ import annotations

import dataclasses
import json
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator

from magesaas_ops.cli.diff import DIFF_RULES
from magesaas_ops.model.finding import Coverage, Finding, Severity
from magesaas_ops.model.report import CheckReport
from magesaas_ops.model.source import Place
from magesaas_ops.reports.findings import sarif
from magesaas_ops.rules import TRANSITION_RULES
from magesaas_ops.rules.rule import sheets_by_id
from tests.comparing.sides import ACCOUNTS, report_of
from tests.fuzzing import examples
from tests.reports.findings import finding
from tests.reports.hostile import ANYTHING, HOSTILE, hostile_check, hostile_report

SCHEMA = Draft4Validator(json.loads((Path(__file__).parent / "data/sarif-2.1.0.json").read_bytes()))
PAGES = sheets_by_id(DIFF_RULES)
URI = re.compile(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+")
COVERAGE = Coverage(1, 2, 3)


def log_of(report):
    log = json.loads(sarif.render(dataclasses.replace(report, pages=PAGES)))
    assert list(SCHEMA.iter_errors(log)) == []
    return log["runs"][0]


def fleet(*lines: str):
    return report_of(ACCOUNTS + " installations:\n" + "".join(lines))


def line(sign: str, name: str, target: str, websites: str = "w") -> str:
    target = f"saas_environment: acme/shop/{target}"
    return f"{sign}  {name}: {{stage: staging, hosts: [{name}], websites: [{websites}], {target}}}\n"


def assert_valid(report_on, text):
    report = dataclasses.replace(report_on(text), pages=PAGES)
    told = sarif.render(report)
    assert told.isascii()
    log = json.loads(told)
    assert list(SCHEMA.iter_errors(log)) == []
    results = log["runs"][0]["results"]
    assert len(results) == len(report.findings) > 3
    for result in results:
        (location,) = result["locations"]
        for place in (location, *result.get("relatedLocations", ())):
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert URI.fullmatch(uri), uri
            assert unquote(uri, errors="surrogatepass") == posixpath.normpath(f"inventories/{text}.yaml")
        assert result["message"]["text"].isprintable()


reports = pytest.mark.parametrize("report_on", [hostile_check, hostile_report])


@reports
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_finding_is_valid_and_keeps_its_place(report_on, text):
    assert_valid(report_on, text)


@reports
@settings(max_examples=examples(30), deadline=None)
@given(text=ANYTHING)
def test_any_text_is_valid(report_on, text):
    assert_valid(report_on, text)


def test_the_published_schema_refuses_a_result_without_a_message():
    log = json.loads(sarif.render(CheckReport((finding(),), COVERAGE, PAGES)))
    assert SCHEMA.is_valid(log)
    del log["runs"][0]["results"][0]["message"]
    assert not SCHEMA.is_valid(log)


def test_check_and_diff_are_told_apart_and_say_what_they_looked_at():
    log = json.loads(sarif.render(hostile_check("x")))
    run = log["runs"][0]
    assert run["automationDetails"]["id"] == "magesaas/check/"
    assert log_of(report_of(ACCOUNTS))["automationDetails"]["id"] == "magesaas/diff/"
    assert run["properties"]["coverage"].keys() == {"files", "installations", "rules"}


def test_check_and_diff_agree_on_fingerprints():
    both = [
        {(result["ruleId"], *result["partialFingerprints"].values()) for result in run["results"]}
        for run in (log_of(hostile_report("x")), json.loads(sarif.render(hostile_check("x")))["runs"][0])
    ]
    transition = {rule.id for rule in TRANSITION_RULES}
    assert {one for one in both[0] if one[0] not in transition} == both[1]


def test_a_path_from_the_root_is_a_file_uri():
    log = json.loads(sarif.render(CheckReport((finding(at=Place("/srv/a b.yaml", 1, 1)),), COVERAGE, PAGES)))
    (location,) = log["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "file:///srv/a%20b.yaml"


def test_a_finding_without_a_place_has_a_location_all_the_same():
    log = json.loads(sarif.render(CheckReport((finding(at=None),), COVERAGE, PAGES)))
    (location,) = log["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "inventories"


def test_no_finding_is_valid():
    assert log_of(report_of(ACCOUNTS))["results"] == []


def test_every_rule_comes_with_its_page():
    rules = log_of(report_of(ACCOUNTS))["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {rule.id for rule in DIFF_RULES}
    assert all(rule["help"]["markdown"].startswith(f"# {rule['id']}\n") for rule in rules)


def test_results_name_their_rule_by_id_and_index():
    run = log_of(fleet(line(" ", "a", "testing-2"), line("+", "b", "testing-2")))
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "website-code-collision"
    assert result["level"] == "error"
    assert [related["logicalLocations"][0]["fullyQualifiedName"] for related in result["relatedLocations"]] == [
        "installations.a.websites[0]"
    ]


def test_what_the_change_brings_is_new_and_the_rest_unchanged():
    run = log_of(fleet(line(" ", "a", "testing-2"), line(" ", "b", "testing-2"), line("+", "c", "production")))
    states = {result["ruleId"]: result["baselineState"] for result in run["results"]}
    assert states == {
        "website-code-collision": "unchanged",
        "production-saas-environment-on-non-production": "new",
    }


def prints(run):
    return [result["partialFingerprints"][sarif.FINGERPRINT] for result in run["results"]]


def test_fingerprints_stay_when_lines_move():
    lines = line(" ", "a", "testing-2"), line("+", "b", "testing-2")
    here = log_of(fleet(*lines))
    there = log_of(fleet(line(" ", "first", "testing-1", "x"), *lines))
    assert here["results"][0]["locations"] != there["results"][0]["locations"]
    assert prints(here) == prints(there)


def test_fingerprints_do_not_depend_on_which_place_comes_first():
    one = log_of(fleet(line(" ", "a", "testing-2"), line("+", "b", "testing-2")))
    other = log_of(fleet(line("+", "a", "testing-2"), line(" ", "b", "testing-2")))
    assert one["results"][0]["locations"] != other["results"][0]["locations"]
    assert prints(one) == prints(other)


def test_fingerprints_are_all_different():
    run = log_of(hostile_report("x"))
    assert len(set(prints(run))) == len(prints(run)) > 3
    twice = [Finding("schema-violation", Severity.REFUSE, "s", detail, "inventory") for detail in "ab"]
    log = json.loads(sarif.render(CheckReport(tuple(twice), COVERAGE, PAGES)))
    assert len(set(prints(log["runs"][0]))) == 2


def test_a_waived_finding_is_suppressed():
    waiver = (
        " waivers:\n   - {rule: undeclared-sharing, at: installations.a, reason: r, owner: o, expires: 2027-01-01}\n"
    )
    run = log_of(fleet(line(" ", "a", "testing-1"), line("+", "b", "testing-1", "x"), waiver))
    (result,) = run["results"]
    assert result["suppressions"][0]["kind"] == "inSource"


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ("write {env: NAME}", "write {env: NAME}"),
        ("a {0} b", "a {{0}} b"),
        ("websites[0]", "websites[0]"),
        ("[x](1)", "\\[x\\](1)"),
    ],
)
def test_messages_hold_no_placeholder_and_no_link(detail, told):
    found = Finding("schema-violation", Severity.REFUSE, "s", detail, "inventory")
    log = json.loads(sarif.render(CheckReport((found,), COVERAGE, PAGES)))
    assert log["runs"][0]["results"][0]["message"]["text"] == told
    assert list(SCHEMA.iter_errors(log)) == []
