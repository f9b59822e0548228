"""Entries are added at the end of a mapping; everything else stays byte for byte."""

from __future__ import annotations

import pytest
import yaml

from magesaas_ops.errors import MagesaasError
from magesaas_ops.writing.entries import with_entries
from magesaas_ops.writing.scalars import yaml_list, yaml_text

TEXT = """a:
    one: {x: 1}   # first
    two:
        - p
        - q  # last

# about b
b: 2
"""


def test_after_the_last_line_of_the_last_entry():
    added = with_entries("f", TEXT, ("a",), ["three:", "  y: 3  # new"])
    assert added == TEXT.replace("q  # last\n", "q  # last\n    three:\n      y: 3  # new\n")
    assert yaml.safe_load(added)["a"]["three"] == {"y": 3}


def test_what_is_not_there_yet_is_begun_at_the_end():
    assert with_entries("f", TEXT, ("c", "d"), ["e: 1"]) == TEXT + "c:\n  d:\n    e: 1\n"
    assert with_entries("f", "b: 2", ("c",), ["e: 1"]) == "b: 2\nc:\n  e: 1\n"


def test_line_ends_are_those_of_the_file():
    assert with_entries("f", TEXT.replace("\n", "\r\n"), ("a",), ["t: 1"]).count("\r\n") == TEXT.count("\n") + 1


def test_a_block_of_text_at_the_end_is_no_obstacle():
    added = with_entries("f", "a:\n  one: |\n    text\n    more\n", ("a",), ["two: 2"])
    assert yaml.safe_load(added) == {"a": {"one": "text\nmore\n", "two": 2}}


@pytest.mark.parametrize("text", ["a: {one: 1}\n", "a:\nb: 1\n", "a: &x\n  one: 1\nb: *x\n", "a: text\n"])
def test_where_no_line_can_be_added_is_said(text: str):
    with pytest.raises(MagesaasError, match=r"f:1:\d+: a is written in a way"):
        with_entries("f", text, ("a",), ["two: 2"])


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "On",
        "~",
        "1e3",
        "0x10",
        "12:30",
        "a: b",
        "a #b",
        "- a",
        "@local",
        "*x",
        "&x",
        "{",
        "",
        " a",
        "a ",
        "é",
        "a\nb",
        "none",
        "http://a/:",
        "2001-01-01",
        "=",
        "../a",
        "https://a.b/c?d",
    ],
)
def test_every_text_reads_back_as_itself(text: str):
    assert yaml.safe_load(f"a: {yaml_text(text)}  # end")["a"] == text
    assert yaml.safe_load(f"a: {yaml_list([text, 'b'])}")["a"] == [text, "b"]
