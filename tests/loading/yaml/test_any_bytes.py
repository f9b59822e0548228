"""Whatever stands in a file, loading answers with findings that point into it."""

from __future__ import annotations

import datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.report import CheckReport
from magesaas_ops.reports.check import json as check_json
from magesaas_ops.reports.check import text as check_text
from magesaas_ops.rules import judge_files
from tests.fuzzing import examples

TODAY = datetime.date(2026, 6, 1)
EXAMPLES = sorted((Path(__file__).parents[2] / "rules").glob("*/*/*.yaml"))
CONTENTS = [path.read_bytes() for path in EXAMPLES]

fragments = st.sampled_from(
    [
        b"version: 1\n",
        b"installations:\n",
        b"accounts: ",
        b"  a: &a\n",
        b"<<: *a\n",
        b"[",
        b"]",
        b"{",
        b"}",
        b"- ",
        b"? ",
        b": ",
        b"!x ",
        b"|\n",
        b"'",
        b'"',
        b"\t",
        b"#",
        b"---\n",
        b"...\n",
        b"%TAG ! x\n",
        b"\xff",
        b"\x00",
        b"\xef\xbb\xbf",
        b"\r\n",
        b"\r",
        "\u2028".encode(),
        "\u0085".encode(),
        "\ufeff".encode(),
        "😀".encode(),
        b"on",
        b"1e3",
        b"~",
    ]
)


@st.composite
def spoilt_inventories(draw: st.DrawFn) -> bytes:
    """An example inventory with pieces cut out, doubled and put in."""
    content = draw(st.sampled_from(CONTENTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        to = draw(st.integers(at, min(len(content), at + 40)))
        content = (
            content[:at] + draw(st.one_of(fragments, st.binary(max_size=6), st.just(content[at:to] * 2))) + content[to:]
        )
    return content


def check(content: bytes) -> None:
    files = {"a.yaml": content}
    fleet = fleet_from_files(files)
    judgement = judge_files(fleet, TODAY)
    lines = content.split(b"\n")
    for finding in judgement.findings:
        for place in (finding.at, *(related.place for related in finding.related)):
            assert place is None or (place.path == "a.yaml" and 1 <= place.line <= len(lines)), finding
            assert place is None or 1 <= place.column <= len(lines[place.line - 1]) + 1, finding
    for installation in fleet.installations.values():
        assert fleet.places.of(installation.subject) is not None
    report = CheckReport(judgement.findings, judgement.coverage)
    assert check_text.render(report).replace("\n", "").isprintable()
    assert check_json.render(report).isascii()


@settings(max_examples=examples(300), deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_judged(content: bytes) -> None:
    check(content)


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(fragments, max_size=30).map(b"".join))
def test_any_pieces_of_yaml_are_judged(content: bytes) -> None:
    check(content)


@settings(max_examples=examples(600), deadline=None)
@given(spoilt_inventories())
def test_any_spoilt_inventory_is_judged(content: bytes) -> None:
    check(content)
