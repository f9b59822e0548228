from __future__ import annotations

import dataclasses
import re

import pytest

from magesaas_ops.model.links import Links
from magesaas_ops.reports.diff.markdown import render
from magesaas_ops.reports.markdown.escaping import MOST_CHARACTERS, length
from tests.comparing.sides import ACCOUNTS, report_of

FOLDS = re.compile(r"<details.*?</details>", re.DOTALL)
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
    assert "⛔ staging-0 and staging-1 (staging) would write into **production** acme/shop/production." in outside


def test_one_mistake_is_one_sentence_with_who_was_there_first():
    same = "  {0}: {{stage: {1}, hosts: [{0}], websites: [a, b], saas_environment: acme/shop/{2}}}\n"
    told = render(
        report_of(
            ACCOUNTS
            + " installations:\n"
            + " "
            + same.format("here", "staging", "testing-2")
            + "-"
            + same.format("late", "staging", "testing-1")
            + "+"
            + same.format("late", "staging", "testing-2")
        )
    )
    outside = FOLDS.sub("", told)
    assert outside.count("would overwrite each other's websites a, b in acme/shop/testing-2") == 1
    assert "| late (staging) | acme/shop/testing-1 | acme/shop/testing-2 | a, b | ⛔ collision |" in outside
    assert '|"writes already: a, b"|' in told
    assert "aaaaaaa3" not in outside
    assert not re.search(r"\b0 (claims|refused|warned|findings|waived)", outside)


def test_places_rules_and_the_whole_report_are_linked_where_their_address_is_known():
    links = Links(
        "https://forge.example/acme/fleet/blob/abc1234", "https://forge.example/run/7", "https://docs.example/r"
    )
    told = render(dataclasses.replace(report_of(ACCOUNTS + " installations:\n" + NEW.format(1)), links=links))
    rule = "production-saas-environment-on-non-production"
    assert f"[`{rule}`](<https://docs.example/r#{rule}>)" in told
    assert (
        "[`inventories/fleet.yaml:14`](<https://forge.example/acme/fleet/blob/abc1234/inventories/fleet.yaml#L14>)"
        in told
    )
    calm = "".join(CALM.format(number) for number in range(2000))
    long = render(dataclasses.replace(report_of(ACCOUNTS + " installations:\n" + calm), links=links))
    assert "[The whole report](<https://forge.example/run/7>) has everything." in long


def test_of_more_than_can_be_drawn_the_dangerous_is_drawn():
    calm = "".join(
        f"+  calm-{n}: {{stage: staging, hosts: [c{n}], websites: [c{n}], saas_environment: acme/shop/testing-2}}\n"
        for n in range(60)
    )
    told = render(report_of(ACCOUNTS + " installations:\n" + NEW.format(1) + calm))
    (chart,) = re.findall(r"```mermaid\n(.*?)```", told, re.DOTALL)
    assert re.search(r'i\d+ ==>\|"#9940; gained: w1"\| s\d+', chart)
    assert "calm-7<" not in chart
    assert "(the worst only)" in told


def test_changes_are_folded_as_a_diff():
    folds = FOLDS.findall(comment(1, calm=1))
    assert any("```diff\n" in fold and "+ calm-0: stage: staging" in fold for fold in folds)


@pytest.mark.parametrize("refused", [1, 100, 400, 1000])
def test_no_refusal_is_ever_cut(refused):
    told = comment(refused, calm=300)
    assert length(told) <= MOST_CHARACTERS
    for number in range(refused):
        assert re.search(rf"\bstaging-{number}\b", told), number


def test_more_refusals_than_a_comment_can_name_are_counted():
    told = comment(6000)
    assert length(told) <= MOST_CHARACTERS
    assert "and 5997 more (staging) would write into **production**" in FOLDS.sub("", told)
    assert "`production-saas-environment-on-non-production`: 6000\n" in told


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


def test_asked_to_be_quiet_it_says_nothing_of_nothing_and_everything_of_anything():
    def quiet(report):
        return render(dataclasses.replace(report, quiet=True))

    assert quiet(report_of(ACCOUNTS)) == "<!-- magesaas diff -->\n"
    assert "### Inventory change" in quiet(report_of(ACCOUNTS + " installations:\n" + CALM.format(1)))
    refused_before = " installations:\n" + NEW.format(1).replace("+", " ", 1)
    assert "Refused already before this change" in quiet(report_of(ACCOUNTS + refused_before))
