"""JSON of strangers is read, or refused in one way; it never ends the program."""

from __future__ import annotations

import json

import pytest

from magesaas_ops.text.bounded_json import UnreadableJson, json_in


@pytest.mark.parametrize(
    "tree", [{}, [], "text", 1.5, None, {"a": [{"b": 'quoted "] [" and \\\\ and \\" too'}]}, {"n": 10**300}]
)
def test_json_is_read(tree: object) -> None:
    assert json_in(json.dumps(tree), longest=1000) == tree


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[" * 200_000 + "]" * 200_000, "levels"),
        ('{"a":' * 65 + "1" + "}" * 65, "levels"),
        ("1" * 5000, "digits"),
        ('{"n": -' + "9" * 401 + "}", "digits"),
        ("[1, 2", "no JSON"),
        ("", "no JSON"),
        ("NaN", "no JSON"),
        ("[-Infinity]", "no JSON"),
        ('"half a \\ud83d character"', "no Unicode"),
        ('{"\\udc00": 1}', "no Unicode"),
        ("[" + "1," * 300_000 + "1]", "longer than 500,000 characters"),
    ],
)
def test_what_is_dangerous_or_broken_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnreadableJson, match=why):
        json_in(text, longest=500_000)


def test_brackets_and_digits_in_text_are_text() -> None:
    tree = ["[" * 1000, "1" * 1000, '\\"[' * 100]
    assert json_in(json.dumps(tree), longest=10_000) == tree
