from __future__ import annotations

import dataclasses
import json

import pytest

from magesaas_ops.model.finding import Coverage, Related, Severity
from magesaas_ops.model.report import CheckReport
from magesaas_ops.model.source import Place
from magesaas_ops.reports.findings import gitlab
from tests.comparing.sides import ACCOUNTS, report_of
from tests.reports.findings import finding
from tests.reports.hostile import HOSTILE, hostile_check, hostile_report

hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
reports = pytest.mark.parametrize("report_on", [hostile_check, hostile_report])


@reports
@hostile
def test_code_quality_is_a_list_of_issues(report_on, text):
    told = gitlab.render(report_on(text))
    assert told.isascii()
    issues = json.loads(told)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) > 3
    for issue in issues:
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "major", "blocker"}
        assert issue["location"]["path"].startswith("inventories/")
        assert issue["location"]["path"].isprintable()
        assert issue["location"]["lines"]["begin"] >= 1
        assert issue["description"].isprintable()


def rendered(*findings):
    return gitlab.render(CheckReport(findings, Coverage(1, 1, 1)))


def test_code_quality_ranks_refusals_above_warnings_above_waived():
    told = json.loads(rendered(finding(), finding(severity=Severity.WARN), finding(waived=True)))
    assert [issue["severity"] for issue in told] == ["blocker", "major", "info"]


def location_of(found):
    (issue,) = json.loads(rendered(found))
    return issue["location"]


def test_paths_are_relative_to_the_repository_without_a_dot():
    assert location_of(finding(at=Place("./inventories/a.yaml", 3, 1)))["path"] == "inventories/a.yaml"


def test_a_finding_without_a_place_is_told_at_a_related_one():
    related = Related("installations.b", Place("inventories/b.yaml", 7, 1), "b claims it too")
    assert location_of(finding(at=None, related=(related,))) == {"path": "inventories/b.yaml", "lines": {"begin": 7}}


def test_a_finding_without_any_place_is_told_at_the_folder_of_inventories():
    assert location_of(finding(at=None)) == {"path": "inventories", "lines": {"begin": 1}}


def test_what_is_gone_with_its_file_is_told_where_it_was():
    gone = (
        "- version: 1\n- installations:\n-  old: {stage: production, root: /r, hosts: [h], websites: [w], "
        "base_urls: [https://h/], saas_environment: acme/shop/production}\n"
    ).replace("- ", "-")
    report = report_of(ACCOUNTS, gone=gone)
    assert [one.finding.rule for one in report.findings] == ["production-installation-removed"]
    (issue,) = json.loads(gitlab.render(report))
    assert issue["location"] == {"path": "inventories/gone.yaml", "lines": {"begin": 3}}


def test_nothing_found_is_an_empty_list():
    assert json.loads(gitlab.render(dataclasses.replace(hostile_check("x"), findings=()))) == []
