"""Two revisions written as one: a diff of a whole file, its lines marked with ``-`` and ``+``."""

from __future__ import annotations

import datetime

from magesaas_ops.comparing import compare
from magesaas_ops.laws.transition import transition
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.model.diff_report import DiffReport, Revision
from magesaas_ops.model.finding import Coverage
from magesaas_ops.rules import judge_files, judge_transition

TODAY = datetime.date(2026, 6, 1)
PATH = "inventories/fleet.yaml"

ACCOUNTS = """ version: 1
 accounts:
   acme:
     keys: {production: {api_key: {env: A}, private_key: {file: a.pem}}}
     projects:
       shop:
         id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01
         saas_environments:
           production: {id: aaaaaaa1-0000-4000-8000-000000000001, type: production, shared: true}
           testing-1: {id: aaaaaaa2-0000-4000-8000-000000000002, type: testing}
           testing-2: {id: aaaaaaa3-0000-4000-8000-000000000003, type: testing, shared: true}
 defaults: {root: /srv, base_urls: [https://shop.example/]}
"""


def side(diff: str, sign: str) -> bytes:
    """One side of the file; a last section that is empty there is left out."""
    text = "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] in f" {sign}")
    return text.removesuffix("installations:\n").encode()


def lines_added(diff: str) -> set[int]:
    """The lines of the new file that a diff viewer marks, counted from 1."""
    after = [line for line in diff.splitlines() if line[0] in " +"]
    return {number for number, line in enumerate(after, 1) if line[0] == "+"}


def report_of(diff: str, **files: str) -> DiffReport:
    """The whole report on a diff of one file; more files may be given as diffs by their name."""
    diffs = {PATH: diff, **{f"inventories/{name}.yaml": text for name, text in files.items()}}
    before, after = (
        fleet_from_files({path: content for path, text in diffs.items() if (content := side(text, sign))})
        for sign in "-+"
    )
    judged = judge_files(after, TODAY)
    change = transition(before, after)
    return compare(
        change,
        base=Revision("main", "a" * 40, len(before.files)),
        head=Revision("work tree", None, len(after.files)),
        coverage=Coverage(judged.coverage.files, judged.coverage.installations, judged.coverage.rules),
        findings_before=judge_files(before, TODAY).findings,
        findings_after=judged.findings,
        findings_of_transition=judge_transition(change, TODAY),
    )
