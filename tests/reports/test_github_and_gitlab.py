from __future__ import annotations

import json
import re

import pytest

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.model.source import Place
from magesaas_ops.reports import diff_github, diff_gitlab, github, gitlab
from tests.reports.hostile import HOSTILE, hostile_report

COMMAND = re.compile(r"::(error|warning|notice) (file=[^:,]*,line=\d+,col=\d+,)?title=[a-z-]+%3A [^:,]*::[^\r\n]*")
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def finding(**changes):
    values = {
        "rule": "website-code-collision",
        "severity": Severity.REFUSE,
        "summary": "two claims",
        "detail": "a and b",
        "subject": "installations.a",
        "at": Place("inventories/a.yaml", 3, 5),
    }
    return Finding(**(values | changes))


@hostile
def test_annotations_are_one_command_each(text):
    report = hostile_report(text)
    lines = diff_github.render(report).split("\n")
    assert lines.pop() == ""
    findings = [one.finding for one in report.findings]
    places = [
        one.place
        for found in findings
        if not found.waived
        for one in found.related
        if (one.place.path, one.place.line) != (found.at.path, found.at.line)
    ]
    assert len(lines) == len(findings) + len(places)
    for line in lines:
        assert COMMAND.fullmatch(line), line
        assert line.isprintable()


def test_an_annotation_says_what_where_and_how_bad():
    assert github.render([finding()]) == (
        "::error file=inventories/a.yaml,line=3,col=5,title=website-code-collision%3A two claims"
        "::a and b (installations.a)\n"
    )


def test_warnings_and_waived_findings_are_told_apart():
    told = github.render([finding(severity=Severity.WARN), finding(waived=True)])
    assert [line.split(" ")[0] for line in told.splitlines()] == ["::warning", "::notice"]
    assert "::waived: a and b" in told


def test_other_places_are_annotated_after_all_findings():
    related = Related("installations.b", Place("inventories/b.yaml", 7, 1), "b claims it too")
    told = github.render([finding(related=(related,)), finding(severity=Severity.WARN)]).splitlines()
    assert [line.split(" ")[0] for line in told] == ["::error", "::warning", "::notice"]
    assert told[2].startswith("::notice file=inventories/b.yaml,line=7,col=1,")


def test_a_finding_without_a_place_is_still_told():
    assert github.render([finding(at=None)]).startswith("::error title=website-code-collision%3A two claims::")


def test_properties_and_messages_are_escaped():
    told = github.render([finding(at=Place("a,b:c%.yaml", 1, 1), detail="100%\n::error::x")])
    assert told.startswith("::error file=a%2Cb%3Ac%25.yaml,line=1,")
    assert "::100%25\\n::error::x" in told
    assert told.count("\n") == 1


@hostile
def test_code_quality_is_a_list_of_issues(text):
    issues = json.loads(diff_gitlab.render(hostile_report(text)))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) > 3
    for issue in issues:
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "major", "blocker"}
        assert issue["location"]["path"].startswith("inventories/")
        assert issue["location"]["lines"]["begin"] >= 1
        assert issue["description"].isprintable()


def test_code_quality_ranks_refusals_above_warnings_above_waived():
    told = json.loads(gitlab.render([finding(), finding(severity=Severity.WARN), finding(waived=True)]))
    assert [issue["severity"] for issue in told] == ["blocker", "major", "info"]
