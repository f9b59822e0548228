"""What CONTRIBUTING says of adding a rule, a place of secrets and a format is enough: done in a copy, all is green."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source.documents import ROOT

RULE = '''"""# single-letter-website

A website code is a single letter.

## Why it is warned of

Nobody can tell from a report which website is meant.

## Example

```yaml
installations:
  shop:
    stage: staging
    websites: [a]
```

## Instead

Give the website a code that says which it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    for installation in fleet.installations.values():
        if any(len(code) == 1 for code in installation.websites):
            yield RULE.finding(f"{installation.subject}.websites", f"{installation.name} has a website of one letter.")


RULE = FileRule("single-letter-website", Severity.WARN, "a website code is a single letter", judge)
'''
CASE = """version: 1
installations:
  shop: {stage: staging, hosts: [web.example], root: /srv/shop, websites: [%s], saas_environment: none}
"""
PROVIDER = '''"""``{backwards: TEXT}``: the text itself, from its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from magesaas_ops.model.secret_ref import SecretRef


def read(ref: SecretRef) -> str:
    """Never raises."""
    return ref.argv[0][::-1]
'''
USE = """
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.secret_providers import resolve

fleet = fleet_from_files({"f.yaml": b"version: 1\\naccounts: {a: {keys: {production: {api_key: {backwards: cba},"
    b" private_key: {env: X}}}, projects: {}}}"})
assert not fleet.defects, fleet.defects
assert resolve(fleet.accounts["a"].production_keys.api_key).reveal() == "abc"
"""
FORMAT = '''"""``claims`` as comma-separated values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from magesaas_ops.model.claims_report import ClaimsReport


def render(report: ClaimsReport) -> str:
    """A line per claim."""
    return "".join(f"{told.claim.saas_environment},{told.claim.website}\\n" for told in report.claims)
'''


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What git would have of the tree, without its history."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(copy: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr


def pytest_in(copy: Path, *arguments: str) -> None:
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file.name} has this {text.count(old)} times: {old}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def places_for(what: str) -> list[str]:
    """The places that CONTRIBUTING lists below a heading, in order."""
    listed = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split(f"\n{what}:\n\n")[1].split("\n\n")[0]
    return [place for line in listed.splitlines() for place in re.findall(r"`(\S*/\S*)`", line.partition(":")[0])]


def test_a_rule_is_a_file_a_line_and_its_cases(copy: Path) -> None:
    file, catalogue, accepted, refused = places_for("A rule")
    (copy / file.replace("NAME", "single_letter_website")).write_text(RULE, encoding="utf-8")
    edit(copy / catalogue, '    "undeclared_sharing",\n', '    "undeclared_sharing",\n    "single_letter_website",\n')
    for folder, code in ((accepted, "base"), (refused, "b")):
        case = copy / folder.replace("ID", "single-letter-website") / "one.yaml"
        case.parent.mkdir(parents=True)
        case.write_text(CASE % code, encoding="utf-8")
    pytest_in(copy, "-m", "generated", "--snapshot-update", "tests/cli/test_check.py", "tests/docs")
    assert "\n## single-letter-website\n" in (copy / "docs" / "rules.md").read_text(encoding="utf-8")
    pytest_in(copy, "tests/rules", "tests/cli/test_rule.py", "-k", "single or listed or folder or coverage or json")


def test_a_place_of_secrets_is_a_file_and_a_line(copy: Path) -> None:
    file, schema = places_for("A place where secrets live")
    (copy / file.replace("NAME", "backwards")).write_text(PROVIDER, encoding="utf-8")
    first = '        "env": {\n          "title": "environment variable"'
    line = '        "backwards": {"description": "The secret from its end.", "$ref": "#/$defs/text"},\n'
    edit(copy / schema, first, line + first)
    run(copy, "-c", USE)
    pytest_in(copy, "-m", "generated", "--snapshot-update", "tests/loading/test_inventory_page.py")
    assert "| `backwards` |" in (copy / "docs" / "inventory.md").read_text(encoding="utf-8")
    pytest_in(copy, "tests/loading/test_inventory_page.py", "tests/secret_providers/test_json_pointer.py")


def test_a_format_is_a_file_and_a_line(copy: Path) -> None:
    file, table = places_for("A format of a report")
    (copy / file.replace("REPORT", "claims").replace("FORMAT", "csv")).write_text(FORMAT, encoding="utf-8")
    last = '        "json": "claims.json",\n'
    edit(copy / table, last, last + '        "csv": "claims.csv",\n')
    pytest_in(copy, "tests/reports/test_formats.py")
    run(copy, "-m", "magesaas_ops", "claims", "-i", "inventories/shop.yaml", "--format", "csv=claims.csv")
    assert "storefront/production,base\n" in (copy / "claims.csv").read_text(encoding="utf-8")
