"""What makes a string harmless says exactly that string: judged by a real reader of the format, for any text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from magesaas_ops.reports.markdown.escaping import code, fenced, length, plain
from magesaas_ops.text.escaping import for_terminal
from tests.reports.hostile import ANYTHING, HOSTILE

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
ZERO_WIDTH_SPACE = "\u200b"


def read(markdown: str) -> list[Token]:
    """The inline tokens of a document that is one paragraph, one item or one row, and nothing else."""
    (inline,) = (token for token in MARKDOWN.parse(markdown) if token.type == "inline")
    return inline.children or []


def words(text: str) -> str:
    """What a reader sees: runs of spaces are one, and what only parts characters is nothing."""
    return " ".join(text.replace(ZERO_WIDTH_SPACE, "").split())


@given(ANYTHING)
def test_terminal_text_is_printable_and_stays_as_it_is_when_made_harmless_again(text: str) -> None:
    harmless = for_terminal(text)
    assert harmless.isprintable()
    assert for_terminal(harmless) == harmless


@given(st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1))
def test_terminal_text_that_is_harmless_already_is_not_touched(text: str) -> None:
    assert for_terminal(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", r"\x1b[31m"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("\u202elive", r"\u202elive"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800", r"\ud800"),
        ("\u00a0", r"\xa0"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(text: str, shown: str) -> None:
    assert for_terminal(text) == shown


@pytest.mark.parametrize("before", ["", "- ", "1. ", "> "])
@given(text=ANYTHING)
@example(text="# x")
@example(text="1. x")
@example(text="=")
def test_plain_markdown_reads_as_the_text_wherever_it_stands(before: str, text: str) -> None:
    if not text.strip():
        return
    tokens = read(before + plain(text))
    assert {token.type for token in tokens} <= {"text", "text_special"}
    assert words("".join(token.content for token in tokens)) == words(for_terminal(text))


@given(ANYTHING)
def test_plain_markdown_is_one_cell_of_a_table(text: str) -> None:
    rows = MARKDOWN.parse(f"| a | b |\n| - | - |\n| {plain(text)} | x |")
    cells = [token.content for token in rows if token.type == "inline"]
    assert len(cells) == 4
    assert cells[3] == "x"


@given(ANYTHING)
def test_code_is_one_span_with_the_text(text: str) -> None:
    (span,) = read(f"x {code(text)}")[1:]
    assert span.type == "code_inline"
    assert span.content.strip() == for_terminal(text).strip()


@given(st.lists(ANYTHING, min_size=1, max_size=4))
def test_fence_holds_every_line_and_ends_where_it_should(lines: list[str]) -> None:
    fence, after = (token for token in MARKDOWN.parse("\n".join([*fenced(lines, "diff"), "after"])) if token.content)
    assert fence.type == "fence"
    assert fence.content == "".join(f"{for_terminal(line)}\n" for line in lines)
    assert after.content == "after"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_length_is_counted_as_the_site_counts_what_is_posted(text: str) -> None:
    """Whoever posts the text for a stranger puts a character of no width after each at sign."""
    posted = text.replace("@", "@\u200b")
    assert length(text) == len(posted.encode("utf-16-le", "surrogatepass")) // 2
