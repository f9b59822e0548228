"""The three comments in the documentation are what a pull request gets."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from tests.docs.fleet_of_200 import (
    EXAMPLES,
    changed,
    changed_harmlessly,
    renamed,
    report,
    repository_with_the_change,
)

CI = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "acme/fleet",
    "GITHUB_SHA": "5f1a9c2e7b3d4f60a1b2c3d4e5f60718293a4b5c",
    "GITHUB_RUN_ID": "4711",
}
COMMENTS = {"dangerous": changed, "harmless": changed_harmlessly, "rename": renamed}


@pytest.fixture(scope="module")
def comments(tmp_path_factory):
    return {
        name: report(repository_with_the_change(tmp_path_factory.mktemp(name), change), "markdown", CI)
        for name, change in COMMENTS.items()
    }


def first_paragraph(comment):
    tokens = MarkdownIt("commonmark").parse(comment)
    heading = next(index for index, token in enumerate(tokens) if token.type == "heading_close")
    return tokens[heading + 2].content


@pytest.mark.generated
@pytest.mark.parametrize("name", COMMENTS)
def test_the_comment_is_what_is_printed(comments, generated, name):
    generated(EXAMPLES / f"comment-{name}.md", comments[name])


def test_the_first_sentence_says_what_would_happen(comments):
    assert first_paragraph(comments["dangerous"]).startswith(
        "⛔ france-5-staging (staging) would write into **production** france-5/shop/production."
    )
    assert first_paragraph(comments["harmless"]) == "✅ No data moves."
    assert first_paragraph(comments["rename"]) == "✅ No data moves."


def test_an_account_rename_is_one_line(comments):
    outside = comments["rename"].partition("<details>")[0]
    assert outside.count("vienna") == 2
    assert "account dach-1 is called vienna now" in outside
