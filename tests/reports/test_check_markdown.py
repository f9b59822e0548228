from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from magesaas_ops.model.finding import Coverage, Severity
from magesaas_ops.model.report import CheckReport
from magesaas_ops.reports.check.markdown import render
from magesaas_ops.reports.markdown.escaping import MOST_CHARACTERS, length
from tests.fuzzing import examples
from tests.reports.findings import finding
from tests.reports.hostile import ANYTHING, HOSTILE, hostile_check

FOLDS = re.compile(r"<details>.*?</details>", re.DOTALL)
FOLD = re.compile(r"<details><summary>[A-Za-z ,()0-9]*</summary>\n?|</details>\n?|<!-- magesaas check -->\n?")
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def comment(*findings):
    return render(CheckReport(findings, Coverage(1, 2, 3)))


def refusals(number):
    return [finding(subject=f"installations.shop-{one}", detail=f"shop-{one} collides " * 20) for one in range(number)]


def assert_harmless(text):
    told = render(hostile_check(text))
    assert length(told) <= MOST_CHARACTERS
    assert all(character.isprintable() or character == "\n" for character in told)
    tokens = [token for block in MARKDOWN.parse(told) for token in (block, *(block.children or ()))]
    kinds = {token.type for token in tokens}
    assert not kinds & {"link_open", "image", "table_open", "em_open", "s_open", "ordered_list_open", "hr", "fence"}
    raw = [token.content for token in tokens if token.type in {"html_block", "html_inline"}]
    assert all(FOLD.fullmatch(content) for content in raw), raw
    assert sum(content.count("</details>") - content.count("<details>") for content in raw) == 0
    assert sum(token.type == "heading_open" for token in tokens) == 1
    for token in tokens:
        if token.type == "text":
            assert not re.search(r"@\w|(?<!\w)#\w|\b(https?|javascript):[/\w]|www\.", token.content), token.content


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_name_becomes_markup_mention_or_link(text):
    assert_harmless(text)


@settings(max_examples=examples(60), deadline=None)
@given(ANYTHING)
def test_no_text_becomes_markup_mention_or_link(text):
    assert_harmless(text)


def test_the_comment_begins_with_its_marker():
    assert comment().startswith("<!-- magesaas check -->\n")


def test_verdict_counts_and_coverage_stand_outside_of_the_folds():
    outside = FOLDS.sub("", comment(finding(), finding(severity=Severity.WARN), finding(waived=True)))
    assert "### Inventory check: refused\n" in outside
    assert "1 refused, 1 warned, 1 waived" in outside
    assert "looked at: 3 rules × 2 installations (1 file)" in outside
    assert "a and b" in outside


def test_warnings_and_waived_findings_are_folded():
    warnings, waived = FOLDS.findall(comment(finding(severity=Severity.WARN, detail="w"), finding(waived=True)))
    assert "<summary>Warnings (1)</summary>" in warnings
    assert "<summary>Waived (1)</summary>" in waived


def test_nothing_refused_is_said():
    assert "### Inventory check: nothing refused\n" in comment(finding(severity=Severity.WARN))


@pytest.mark.parametrize("number", [1, 100, 400, 1000])
def test_no_refusal_is_ever_cut(number):
    told = comment(*refusals(number), *[finding(severity=Severity.WARN, detail="w" * 100)] * 500)
    assert length(told) <= MOST_CHARACTERS
    outside = FOLDS.sub("", told)
    for one in range(number):
        assert re.search(rf"installations\.shop-{one}\b", outside), one


def test_more_refusals_than_a_comment_can_name_are_counted():
    told = comment(*refusals(4000))
    assert length(told) <= MOST_CHARACTERS
    assert "`website-code-collision`: 4000, too many to be named here" in told


def test_what_is_left_out_is_said():
    assert "Shortened to fit into a comment: warnings" in comment(
        *[finding(severity=Severity.WARN, detail="w" * 100)] * 2000
    )
