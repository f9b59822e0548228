"""No string of an inventory becomes more than text in any format of diff."""

from __future__ import annotations

import json
import re
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from magesaas_ops.reports.markdown.escaping import MOST_CHARACTERS, length
from tests.fuzzing import examples
from tests.reports.hostile import HOSTILE, hostile_report

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
FOLD = re.compile(r"<details(?: open)?><summary>[A-Za-z ,()0-9]*</summary>\n?|</details>\n?|<!-- magesaas diff -->\n?")
CHART = re.compile(
    r'%%\{init: \{"flowchart": \{"wrappingWidth": \d+\}\}\}%%|flowchart LR|  [is]\d+[\[(]+"[^"]*"[\])]+'
    r'|  i\d+ (==>|-->|-\.->)\|"[^"]*"\| s\d+'
)
CELLS = re.compile(r"\|(?: (?:[^|\\]|\\.)*\|){5}")
LABEL = re.compile(r"[A-Za-z0-9 ,.:/()_+-]|#\d+;|<br>")
BENIGN = "benign"


def rendered(format_: str, text: str) -> str:
    return str(import_module(f"magesaas_ops.reports.diff.{format_}").render(hostile_report(text)))


hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def assert_text_is_harmless(text: str) -> None:
    told = rendered("text", text)
    assert all(character.isprintable() or character == "\n" for character in told)
    for line in told.splitlines():
        assert "##[" not in line
        assert not re.match(r"\s*::[a-z]", line)


def assert_markdown_is_harmless(text: str) -> None:
    told = rendered("markdown", text)
    assert all(character.isprintable() or character == "\n" for character in told)
    tokens = [token for block in MARKDOWN.parse(told) for token in (block, *(block.children or ()))]
    kinds = {token.type for token in tokens}
    assert not kinds & {"link_open", "image", "em_open", "s_open", "ordered_list_open", "hr"}
    raw = [token.content for token in tokens if token.type in {"html_block", "html_inline"}]
    assert all(FOLD.fullmatch(content) for content in raw), raw
    assert sum(token.type == "heading_open" for token in tokens) == 1
    fences = [token.info for token in tokens if token.type == "fence"]
    waivers, *folded = fences
    assert waivers == "diff"
    assert folded == [kind for kind in ("mermaid", "diff", "text") if kind in folded]
    rows = [line for line in told.splitlines() if line.startswith("|")]
    assert all(CELLS.fullmatch(row) for row in rows), rows
    assert sum(token.type == "tr_open" for token in tokens) == len(rows) - 1
    assert len(rows) > 4
    assert length(told) <= MOST_CHARACTERS
    for token in tokens:
        if token.type == "text":
            assert not re.search(r"@\w|(?<!\w)#\w|\b(https?|javascript):[/\w]|www\.", token.content), token.content
    assert sum(content.count("</details>") - content.count("<details") for content in raw) == 0


def assert_chart_is_harmless(text: str) -> None:
    charts = [token.content for token in MARKDOWN.parse(rendered("markdown", text)) if token.info == "mermaid"]
    assert len(charts) == 1 or len(text) > 1000
    chart = "".join(charts)
    for line in chart.splitlines():
        assert CHART.fullmatch(line), line
    for label in re.findall(r'"([^"]*)"', chart.partition("flowchart LR\n")[2]):
        assert LABEL.sub("", label) == ""


@hostile
def test_text_holds_nothing_that_a_terminal_or_a_runner_obeys(text):
    assert_text_is_harmless(text)


@hostile
def test_no_name_makes_a_line_among_the_changes_of_its_own(text):
    def signs(told):
        changes = told.partition("\nCHANGES\n")[2].partition("\nIMPACT")[0]
        return sorted(line.lstrip()[0] for line in changes.splitlines() if line.lstrip()[:2] in {"+ ", "- ", "~ "})

    assert signs(rendered("text", text)) == signs(rendered("text", BENIGN))


@hostile
def test_markdown_holds_no_markup_mention_or_link(text):
    assert_markdown_is_harmless(text)


@hostile
def test_the_picture_is_one_of_boxes_and_arrows(text):
    assert_chart_is_harmless(text)


@hostile
def test_json_gives_the_string_back(text):
    told = json.loads(rendered("json", text))
    assert f"copy{text}" in {
        claim["installation"] for claim in told["impact"]["claims_moved"] + told["impact"]["claims_gained"]
    }
    assert {change["after"] for change in told["changes"] if change["field"] == "mage_id"} == {f"{text}{text}"}


@hostile
def test_json_is_ascii_on_one_line_per_value(text):
    assert all(character == "\n" or " " <= character <= "~" for character in rendered("json", text))


@settings(max_examples=examples(80), deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_any_text_is_harmless(text):
    assert_text_is_harmless(text)
    assert_markdown_is_harmless(text)
    assert_chart_is_harmless(text)


@settings(max_examples=examples(80), deadline=None)
@given(st.text(alphabet="`<>-#@[]()!|*_~:\\\n$&\"' ab/=+1.", min_size=1, max_size=20))
def test_any_punctuation_is_harmless(text):
    assert_text_is_harmless(text)
    assert_markdown_is_harmless(text)
    assert_chart_is_harmless(text)
