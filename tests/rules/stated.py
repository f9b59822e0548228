"""What an example says of its own findings, in the comments that it begins with, and whether that is so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from magesaas_ops.model.finding import Finding
from magesaas_ops.rules.engine import CRASHED

Stated = dict[str, list[str]]


def stated_in(example: str | Path) -> Stated:
    """Lines ``# key: value`` at the beginning of a text, a file, or the first file of a folder.

    ``also: id, id``: the other rules that find something. ``at``: the subject of each finding of the rule, in order.
    ``beside``: the subjects that its first finding is related to. ``says``, ``never says``: parts of its details.
    """
    if isinstance(example, Path):
        file = sorted(example.rglob("*.yaml"))[0] if example.is_dir() else example
        text = file.read_bytes().decode(errors="replace")
    else:
        text = example
    stated: Stated = {}
    for line in text.splitlines():
        if not line.startswith("# "):
            break
        if found := re.fullmatch(r"# (also|at|beside|says|never says): (.*)", line):
            values = found.group(2).split(", ") if found.group(1) in ("also", "beside") else [found.group(2)]
            stated.setdefault(found.group(1), []).extend(values)
    return stated


def hold(findings: Sequence[Finding], rule_id: str, stated: Stated) -> None:
    """Compare findings (those that are not waived) with what an example of that rule says of them."""
    assert [finding.detail for finding in findings if finding.summary == CRASHED] == []
    assert len(set(findings)) == len(findings), "something is told twice"
    own = [finding for finding in findings if finding.rule == rule_id]
    assert {finding.rule for finding in findings} == {rule_id} | set(stated.get("also", ()))
    if "at" in stated:
        assert [finding.subject for finding in own] == stated["at"]
    if "beside" in stated:
        assert sorted(related.subject for related in own[0].related) == sorted(stated["beside"])
    details = "\n".join(finding.detail for finding in own)
    for part in stated.get("says", ()):
        assert part in details
    for part in stated.get("never says", ()):
        assert part not in details


def side(diff: str, sign: str) -> str:
    """One side of a diff of a whole file: ``-`` before, ``+`` afterwards."""
    return "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] in f" {sign}")
