"""The chart of a diff, drawn by the real mermaid: every hostile name is drawn as the text that it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from magesaas_ops.reports.diff.mermaid import flowchart
from magesaas_ops.text.escaping import for_terminal
from tests.browser import Drawing
from tests.reports.hostile import HOSTILE, hostile_report

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "fleet-diff.md"

Draw = Callable[[str], Drawing]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_names_are_drawn_as_they_are_and_as_nothing_else(text: str, mermaid_page: Draw) -> None:
    chart = flowchart(hostile_report(text))
    drawing = mermaid_page("\n".join(chart))
    assert drawing.foreign == ()
    assert len(drawing.nodes) == len(_lines(chart, r"  [is]\d+[\[(]+\""))
    assert len(drawing.arrows) == len(_lines(chart, r"  i\d+ .*\| s\d+$"))
    assert all(_squeezed(for_terminal(text)[:40]) in _squeezed(node) for node in drawing.nodes)


def test_the_chart_in_the_documentation_is_drawn(mermaid_page: Draw) -> None:
    found = re.search(r"^(`{3,})mermaid\n(.*?)^\1$", EXAMPLE.read_text(encoding="utf-8"), re.M | re.S)
    assert found
    drawing = mermaid_page(found[2])
    assert drawing.foreign == ()
    assert len(drawing.nodes) >= 2


def test_what_is_no_chart_is_noticed(mermaid_page: Draw) -> None:
    with pytest.raises(Exception, match=r"Parse error|Lexical error"):
        mermaid_page('flowchart LR\n  i0["x"] click')


def _lines(chart: list[str], pattern: str) -> list[str]:
    return [line for line in chart if re.match(pattern, line)]


def _squeezed(text: str) -> str:
    """HTML shows runs of spaces as one, and a word joiner not at all."""
    return " ".join(text.replace("\N{WORD JOINER}", "").split())
