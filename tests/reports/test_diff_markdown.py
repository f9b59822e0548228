from __future__ import annotations

import re

import pytest

from magesaas_ops.reports.diff.markdown import render
from magesaas_ops.reports.markdown.escaping import MOST_CHARACTERS, length
from tests.comparing.sides import ACCOUNTS, report_of

FOLDS = re.compile(r"<details>.*?</details>", re.DOTALL)
NEW = "+  staging-{0}: {{stage: staging, hosts: [h{0}], websites: [w{0}], saas_environment: acme/shop/production}}\n"
CALM = (
    "+  calm-{0}: {{stage: staging, hosts: [c{0}], websites: [c{0}], tags: [a-rather-long-tag-{0}], "
    "saas_environment: none}}\n"
)


def comment(refused: int, calm: int = 0) -> str:
    installations = [NEW.format(number) for number in range(refused)] + [CALM.format(number) for number in range(calm)]
    return render(report_of(ACCOUNTS + " installations:\n" + "".join(installations)))


def test_the_comment_begins_with_its_marker():
    assert comment(1).startswith("<!-- magesaas diff -->\n")


def test_counts_and_refusals_stand_outside_of_the_folds():
    outside = FOLDS.sub("", comment(2, calm=2))
    assert "4 changes" in outside
    assert "findings: 2 introduced (2 refused" in outside
    assert "`installations.staging-1.saas_environment`" in outside


def test_changes_are_folded_as_a_diff():
    folds = FOLDS.findall(comment(1, calm=1))
    assert any("```diff\n" in fold and "+ calm-0: stage: staging" in fold for fold in folds)


@pytest.mark.parametrize("refused", [1, 100, 400, 1000])
def test_no_refusal_is_ever_cut(refused):
    told = comment(refused, calm=300)
    assert length(told) <= MOST_CHARACTERS
    for number in range(refused):
        assert re.search(rf"installations\.staging-{number}\b", FOLDS.sub("", told)), number


def test_more_refusals_than_a_comment_can_name_are_counted():
    told = comment(4000)
    assert length(told) <= MOST_CHARACTERS
    assert "`production-saas-environment-on-non-production`: 4000, too many to be named here" in told


def test_what_is_left_out_is_said():
    told = comment(1, calm=2000)
    assert length(told) <= MOST_CHARACTERS
    assert "Shortened to fit into a comment: changes" in told
    assert re.search(r"# … and \d+ more\n```", told)


def test_a_calm_comment_shortens_nothing():
    assert "Shortened" not in comment(0, calm=20)


def test_the_picture_shows_only_touched_claims():
    told = render(
        report_of(
            ACCOUNTS
            + " installations:\n"
            + NEW.format(1).replace("+", " ", 1).replace("/production", "/testing-2")
            + NEW.format(2).replace("/production", "/testing-1")
        )
    )
    (chart,) = re.findall(r"```mermaid\n(.*?)```", told, re.DOTALL)
    assert "staging-2" in chart
    assert "staging-1" not in chart


def test_nothing_changed_is_one_short_comment():
    told = render(report_of(ACCOUNTS))
    assert "nothing changes" in told
    assert "<details>" not in told
