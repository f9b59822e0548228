from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from hypothesis import given, settings

from magesaas_ops.model.finding import Coverage, Related, Severity
from magesaas_ops.model.report import Annotations
from magesaas_ops.model.source import Place
from magesaas_ops.reports.findings import github
from tests.comparing.sides import ACCOUNTS, lines_added, report_of
from tests.fuzzing import examples
from tests.reports.findings import finding
from tests.reports.hostile import ANYTHING, HOSTILE, hostile_check, hostile_report

COMMAND = re.compile(r"::(error|warning|notice) (file=[^:,]*,line=\d+,col=\d+,)?title=[a-z-]+%3A [^:,]*::[^\r\n]*")
LAST = "looked at everything"
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def lines_of(*findings, already=()):
    introduced = (True,) * len(findings) + (False,) * len(already)
    told = Annotations("diff", (*findings, *already), Coverage(1, 1, 1), {}, LAST, introduced)
    *lines, last = github.render(SimpleNamespace(annotations=told)).splitlines()
    assert last == LAST
    return lines


def levels(lines):
    return [line.split(" ")[0].removeprefix("::") for line in lines]


def assert_one_command_each(told, findings):
    *lines, last, nothing = told.split("\n")
    assert nothing == ""
    assert not last.startswith("::")
    told_in_full = [line for line in lines if not line.startswith("::notice ") or "::waived: " in line]
    collisions = sum(found.rule == "website-code-collision" for found in findings)
    assert len(findings) - max(0, collisions - 1) <= len(told_in_full) <= len(findings)
    assert sum(line.startswith("::notice ") for line in lines) * 2 <= len(lines)
    for line in lines:
        assert COMMAND.fullmatch(line), line
        assert line.isprintable()


@hostile
def test_annotations_of_a_change_are_one_command_each(text):
    report = hostile_report(text)
    assert_one_command_each(github.render(report), report.annotations.findings)


@hostile
def test_annotations_of_the_files_are_one_command_each(text):
    report = hostile_check(text)
    assert_one_command_each(github.render(report), report.annotations.findings)


@settings(max_examples=examples(60), deadline=None)
@given(ANYTHING)
def test_any_text_makes_one_command_each(text):
    for_files, for_change = hostile_check(text), hostile_report(text)
    assert_one_command_each(github.render(for_files), for_files.findings)
    assert_one_command_each(github.render(for_change), for_change.annotations.findings)


def test_an_annotation_says_what_where_and_how_bad():
    assert lines_of(finding()) == [
        "::error file=inventories/a.yaml,line=3,col=5,title=website-code-collision%3A two claims"
        "::a and b (installations.a)"
    ]


def test_warnings_and_waived_findings_are_told_apart():
    told = lines_of(finding(severity=Severity.WARN), finding(waived=True))
    assert levels(told) == ["warning", "notice"]
    assert "::waived: a and b" in told[1]


def test_other_places_are_annotated_after_all_findings():
    related = Related("installations.b", Place("inventories/b.yaml", 7, 1), "b claims it too")
    told = lines_of(finding(related=(related,)), finding(severity=Severity.WARN))
    assert levels(told) == ["error", "warning", "notice"]
    assert told[2].startswith("::notice file=inventories/b.yaml,line=7,col=1,")
    assert told[2].endswith("::b claims it too (told at inventories/a.yaml:3)")


def test_annotations_are_spent_on_the_worst_first():
    told = lines_of(
        finding(rule="runs-as-root", severity=Severity.WARN),
        finding(rule="entitlement-exceeded"),
        finding(rule="website-code-collision"),
        finding(rule="production-saas-environment-on-non-production"),
        already=[finding(rule="saas-environment-type-changed")],
    )
    rules = [line.partition("title=")[2].partition("%3A")[0] for line in told]
    assert rules == [
        "production-saas-environment-on-non-production",
        "website-code-collision",
        "entitlement-exceeded",
        "runs-as-root",
        "saas-environment-type-changed",
    ]


def test_notices_never_outnumber_findings_and_go_to_each_once_before_any_twice():
    def places(name):
        return tuple(Related(f"installations.{name}", Place(f"{name}.yaml", line, 1), "too") for line in range(1, 9))

    told = lines_of(finding(related=places("b")), finding(rule="host-root-declared-twice", related=places("c")))
    assert levels(told) == ["error", "error", "notice", "notice"]
    assert ["b.yaml" in told[2], "c.yaml" in told[3]] == [True, True]
    many = lines_of(*(finding(rule=f"rule-{number}", related=places("b")) for number in range(30)))
    assert levels(many).count("notice") == 10


def test_one_collision_of_several_websites_is_one_annotation():
    def of(website):
        other = Related(f"installations.b.websites[{website}]", None, "too")
        return finding(subject=f"installations.a.websites[{website}]", related=(other,))

    (told,) = lines_of(of(0), of(1), of(2))
    assert told.endswith("(installations.a.websites[0]; 2 more websites of them alike)")


def test_places_on_the_line_of_the_finding_are_not_annotated_again():
    related = Related("installations.a.stage", Place("inventories/a.yaml", 3, 40), "its stage")
    assert levels(lines_of(finding(related=(related,)))) == ["error"]


def test_what_held_before_is_told_as_such_and_without_its_other_places():
    related = Related("installations.b", Place("inventories/b.yaml", 7, 1), "b claims it too")
    (told,) = lines_of(already=[finding(related=(related,))])
    assert told.startswith("::error ")
    assert "::already before this change: a and b" in told


def test_a_finding_without_a_place_is_still_told():
    assert lines_of(finding(at=None))[0].startswith("::error title=website-code-collision%3A two claims::")


def test_properties_and_messages_are_escaped():
    (told,) = lines_of(finding(at=Place("a,b:c%.yaml", 1, 1), detail="100%\n::error::x %0A"))
    assert told.startswith("::error file=a%2Cb%3Ac%25.yaml,line=1,")
    assert "::100%25\\n::error::x %250A" in told


def test_without_findings_the_log_says_what_was_looked_at():
    report = hostile_check("x")
    assert github.render(report).splitlines()[-1] == f"{report.coverage}: {report.counts}"


def test_a_collision_across_files_is_told_on_the_added_line_and_noticed_at_the_other():
    fleet = ACCOUNTS + " installations:\n"
    entry = "  {0}: {{stage: staging, hosts: [{0}], websites: [w], saas_environment: acme/shop/testing-2}}\n"
    other = " version: 1\n installations:\n+" + entry.format("a").replace("hosts", "root: /r, hosts")
    report = report_of(fleet + " " + entry.format("z"), other=other)
    error, notice, _ = github.render(report).splitlines()
    (added,) = lines_added(other)
    assert error.startswith(f"::error file=inventories/other.yaml,line={added},")
    assert notice.startswith("::notice file=inventories/fleet.yaml,line=")
