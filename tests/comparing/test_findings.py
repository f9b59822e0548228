from __future__ import annotations

from pathlib import Path

import pytest

from tests.comparing.sides import ACCOUNTS, lines_added, report_of


def installation(name, target, stage="staging", websites="base", sign=" "):
    return (
        f"{sign}  {name}: {{stage: {stage}, hosts: [{name}], websites: [{websites}], "
        f"saas_environment: acme/shop/{target}}}\n"
    )


def rules(findings):
    return [finding.rule for finding in findings]


def renames(report):
    return [(one.noun, one.before, one.after, one.by.value) for one in report.impact.renamed]


def fleet(*installations, accounts=ACCOUNTS):
    return accounts + " installations:\n" + "".join(installations)


def test_a_finding_that_was_there_before_is_not_introduced():
    report = report_of(
        fleet(installation("a", "testing-2"), installation("b", "testing-2"), "+" + installation("c", "testing-1")[1:])
    )
    assert rules(report.introduced) == []
    assert rules(report.remaining) == ["website-code-collision"]
    assert report.refuses


def test_positions_do_not_make_a_finding_new():
    report = report_of(
        fleet(
            installation("a", "testing-2", websites="x, base", sign="-"),
            installation("a", "testing-2", websites="base, x", sign="+"),
            installation("b", "testing-2"),
        )
    )
    assert rules(report.introduced) == []
    assert report.resolved == ()


def test_a_collision_that_one_more_joins_is_introduced():
    report = report_of(
        fleet(installation("a", "testing-2"), installation("b", "testing-2"), installation("c", "testing-2", sign="+"))
    )
    assert rules(report.introduced) == ["website-code-collision"]
    assert report.resolved == ()


def test_a_collision_that_one_of_three_leaves_remains():
    report = report_of(
        fleet(installation("a", "testing-2"), installation("b", "testing-2"), installation("c", "testing-2", sign="-"))
    )
    assert rules(report.introduced) == ["installation-abandoned"]
    assert rules(report.remaining) == ["website-code-collision"]
    assert report.resolved == ()


def test_what_the_change_mends_is_resolved():
    report = report_of(fleet(installation("a", "testing-2"), installation("b", "testing-2", sign="-")))
    assert rules(report.resolved) == ["website-code-collision"]
    assert not report.refuses


def test_removing_what_protects_introduces_the_finding():
    shared = "           testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing, shared: true}\n"
    accounts = ACCOUNTS.replace(
        "           testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing}\n",
        "-" + shared[1:] + "+" + shared[1:].replace(", shared: true", ""),
    )
    report = report_of(
        fleet(installation("a", "testing-1"), installation("b", "testing-1", websites="b"), accounts=accounts)
    )
    assert rules(report.introduced) == ["undeclared-sharing"]


WAIVER = """\
+waivers:
+  - {rule: undeclared-sharing, at: installations.a, reason: moved, owner: ops@acme.example, expires: 2027-01-01}
"""
SHARING = installation("a", "testing-1"), installation("b", "testing-1", websites="b")


def test_a_waiver_in_the_same_change_resolves_and_is_told():
    report = report_of(fleet(*SHARING, WAIVER))
    assert rules(report.resolved) == ["undeclared-sharing"]
    assert [(one.finding.rule, one.finding.waived) for one in report.findings] == [("undeclared-sharing", True)]
    assert [change.subject for change in report.changes] == ["waivers[undeclared-sharing at installations.a]"]


def test_a_waiver_that_is_removed_introduces_what_it_covered():
    report = report_of(fleet(*SHARING, WAIVER.replace("+", "-")))
    assert rules(report.introduced) == ["undeclared-sharing"]


def test_what_can_hurt_production_comes_first():
    report = report_of(
        fleet(
            installation("live", "production", stage="production", websites="base, b2b", sign="-"),
            installation("live", "production", stage="production", sign="+"),
            installation("a", "testing-2"),
            installation("b", "testing-1", sign="-"),
            installation("b", "testing-2", sign="+"),
            installation("c", "testing-1", websites="c", sign="-"),
            installation("c", "production", websites="c", sign="+"),
            installation("d", "nowhere", sign="+"),
        )
    )
    assert rules(report.introduced) == [
        "production-saas-environment-on-non-production",
        "website-code-collision",
        "website-removed-from-production",
        "unknown-saas-environment",
    ]


def test_a_broken_file_that_was_broken_before_is_not_introduced():
    report = report_of(fleet(installation("a", "testing-1")), broken=" {\n-x\n+y\n")
    assert rules(report.introduced) == ["unreadable-base"]
    assert rules(report.remaining) == ["unreadable-inventory"]


TESTING_1 = "           testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing}\n"
TOUCHING = {path.stem: path.read_text() for path in sorted((Path(__file__).parent / "touching").glob("*.diff"))}


@pytest.mark.parametrize("diff", TOUCHING.values(), ids=TOUCHING)
def test_every_introduced_finding_stands_on_a_line_that_the_change_touched(diff):
    report = report_of(diff)
    assert report.introduced
    for finding in report.introduced:
        assert finding.at is not None
        assert finding.at.line in lines_added(diff), finding


def test_no_place_of_a_finding_is_lost_by_moving_it():
    (finding,) = report_of(TOUCHING["collision-the-second-place-changes"]).introduced
    assert finding.subject == "installations.b.websites[0]"
    assert [related.subject for related in finding.related] == ["installations.a.websites[0]"]


def test_a_removed_installation_is_told_beside_its_neighbour():
    diff = fleet(
        installation("a", "testing-1", websites="a"),
        installation("live", "production", stage="production", sign="-"),
        installation("z", "testing-2"),
    )
    (finding,) = report_of(diff).introduced
    assert finding.rule == "production-installation-removed"
    assert finding.at is not None
    assert finding.at.line == ACCOUNTS.count("\n") + 2


MOVED = "{}  {}: {{stage: staging, hosts: [h], websites: [a], saas_environment: none}}\n"


def test_a_rename_on_the_same_node_and_root_is_one_change_of_the_name():
    report = report_of(fleet(MOVED.format("-", "a"), MOVED.format("+", "b")))
    assert renames(report) == [("installation", "a", "b", "address")]
    assert [(change.subject, change.kind.value, change.before, change.after) for change in report.changes] == [
        ("installations.b", "renamed", "a", "b"),
    ]


def test_two_candidates_are_no_rename():
    assert renames(report_of(fleet(MOVED.format("-", "a"), MOVED.format("+", "b"), MOVED.format("+", "c")))) == []


def test_a_saas_environment_with_another_name_is_known_by_its_id():
    accounts = ACCOUNTS.replace(TESTING_1, "-" + TESTING_1[1:] + "+" + TESTING_1[1:].replace("testing-1", "staging"))
    report = report_of(
        fleet(installation("a", "testing-1", sign="-"), installation("a", "staging", sign="+"), accounts=accounts)
    )
    assert renames(report) == [("SaaS environment", "acme/shop/testing-1", "acme/shop/staging", "id")]
    assert report.impact.claims_moved == ()


def test_two_names_that_swap_their_ids_are_told():
    testing_2 = TESTING_1.replace("testing-1", "testing-3").replace(
        "aaaaaaa2-0000-4000-8000-000000000002", "aaaaaaa9-0000-4000-8000-000000000009"
    )
    swapped = TESTING_1.replace(
        "aaaaaaa2-0000-4000-8000-000000000002", "aaaaaaa9-0000-4000-8000-000000000009"
    ) + testing_2.replace("aaaaaaa9-0000-4000-8000-000000000009", "aaaaaaa2-0000-4000-8000-000000000002")
    lines = "".join(f"-{line[1:]}" for line in (TESTING_1 + testing_2).splitlines(keepends=True))
    lines += "".join(f"+{line[1:]}" for line in swapped.splitlines(keepends=True))
    report = report_of(fleet(installation("a", "testing-1"), accounts=ACCOUNTS.replace(TESTING_1, lines)))
    assert len(renames(report)) == 2
    (moved,) = report.impact.claims_moved
    assert (moved.source_ids.saas_environment, moved.target_ids.saas_environment) == (
        "aaaaaaa2-0000-4000-8000-000000000002",
        "aaaaaaa9-0000-4000-8000-000000000009",
    )


def test_a_waiver_concerns_the_installation_that_it_names():
    (change,) = report_of(fleet(*SHARING, WAIVER)).changes
    assert change.installations == ("a",)
